import type {DomainState} from '../../../source/sample.ts';

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

/**
A domain that has powered off and is preserved (`---s--` of xl) is `shutdown`, not `shutoff`: it does not run any more,
but it is still there, with its domid, its devices and all its memory. One that is neither running nor blocked waits for
a processor: it is `running`.
*/
export const domainState = (flags: DomainFlags): DomainState => {
	if (flags.dying) {
		return 'dying';
	}

	if (flags.crashed || (flags.shutdown && flags.shutdownReason === crashReason)) {
		return 'crashed';
	}

	if (flags.shutdown) {
		return flags.shutdownReason === suspendReason ? 'suspended' : 'shutdown';
	}

	if (flags.paused) {
		return 'paused';
	}

	return flags.blocked ? 'idle' : 'running';
};
