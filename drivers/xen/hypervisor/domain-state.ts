import type {StateTold} from '../../../source/model/sample.ts';

/** What the hypervisor says of a domain (XEN_DOMINF_* of xen/include/public/domctl.h). */
export type DomainFlags = {
	readonly dying: boolean;
	/** libxc before 4.18 says this instead of `shutdown`. */
	readonly crashed: boolean;
	readonly shutdown: boolean;
	/** SHUTDOWN_* of xen/include/public/sched.h. */
	readonly shutdownReason: number | undefined;
	readonly paused: boolean;
	/** All its vCPUs wait for something. */
	readonly blocked: boolean;
};

const suspendReason = 2;
const crashReason = 3;

const crashed: StateTold = {state: 'crashed', stateReason: 'the guest crashed', stateFault: 'crashed'};

/** The state of a domain that has shut down, by its reason. */
const ended: ReadonlyMap<number | undefined, StateTold> = new Map([
	[0, {state: 'shutdown', stateReason: 'the guest has powered off, and is kept'}],
	[1, {state: 'shutdown', stateReason: 'the guest reboots', stateWord: 'reboots'}],
	[suspendReason, {state: 'suspended', stateReason: 'suspended, to be saved or migrated'}],
	[crashReason, crashed],
	[
		4,
		{state: 'shutdown', stateReason: 'its watchdog expired', stateWord: 'watchdog', stateFault: 'watchdog'},
	],
	[5, {state: 'shutdown', stateReason: 'the guest starts another kernel (soft reset)'}],
] as const);

/**
A domain that has powered off and is preserved (`---s--` of xl) is `shutdown`, not `shutoff`: it does not run any more,
but it still exists, with its domid, its devices and all its memory. A domain that is neither running nor blocked waits
for a processor: it is `running`.
*/
export const domainState = (flags: DomainFlags): StateTold => {
	if (flags.dying) {
		return {state: 'dying', stateReason: 'it is being destroyed'};
	}

	if (flags.crashed) {
		return crashed;
	}

	if (flags.shutdown) {
		return ended.get(flags.shutdownReason) ?? {state: 'shutdown'};
	}

	// The hypervisor does not tell what paused the domain: xl pause, or a tool that dumps its memory.
	return flags.paused
		? {state: 'paused', stateReason: 'paused by user or a tool'}
		: {state: flags.blocked ? 'idle' : 'running'};
};
