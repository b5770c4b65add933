import type {ChildWorld} from '../../../source/process/child.ts';
import {reasons} from '../mapping/reasons.ts';
import {ChildFault} from './child-fault.ts';
import {createCpuRates} from './cpu-rates.ts';
import type {HypervisorDomain, HypervisorSource} from './hypervisor.ts';
import {childError, noCommandError} from './hypervisor-errors.ts';
import {type CommandOutput, runCommand} from './run-command.ts';
import {parseXlDomains} from './xl-domains.ts';
import {parseXlHost, type XlHost} from './xl-host.ts';

/** The PATH of a user who became root without a login may lack /usr/sbin. */
const commands = ['xl', '/usr/sbin/xl'] as const;

/** A refresh does not wait this long. On a slow dom0 xl may finish, as a new process would be as slow. */
const limits = {timeoutSeconds: 15, byteLimit: 16 * 1024 * 1024};

/** Seconds until the host's memory is asked again. */
const hostSeconds = 10;

const origins = {
	cpuSeconds: 'Time(s) of xl list -v, in steps of 0.1 s: rates are over about 10 s',
	memory: 'Mem of xl list -v',
};

/**
Asks the hypervisor by `xl list -v`, one process a refresh, and sometimes by `xl info` after it. No locale is set: xl
calls no setlocale.

@param why there is nothing better.
*/
export const createXlSource = (world: ChildWorld, why: string): HypervisorSource => {
	const rates = createCpuRates();
	let host: XlHost = {};
	let hostAt = Number.NEGATIVE_INFINITY;
	let isMissing = false;

	const isAbsent = (error: unknown): boolean => error instanceof ChildFault && error.kind === 'absent';

	const xl = async (...arguments_: readonly string[]): Promise<CommandOutput> => {
		try {
			return await runCommand(world, [commands[0], ...arguments_], limits);
		} catch (error) {
			if (!isAbsent(error)) {
				throw error;
			}

			return runCommand(world, [commands[1], ...arguments_], limits);
		}
	};

	/** The domains are shown even without the host. */
	const readHost = async (): Promise<void> => {
		const now = world.clock.monotonic();
		if (now - hostAt < hostSeconds) {
			return;
		}

		hostAt = now;
		try {
			host = parseXlHost((await xl('info')).text);
		} catch (error) {
			if (!(error instanceof ChildFault)) {
				throw error;
			}

			host = {};
		}
	};

	const readDomains = async (): Promise<{
		readonly at: number;
		readonly domains: readonly HypervisorDomain[];
	}> => {
		const {text, startedAt, endedAt} = await xl('list', '-v');
		const domains = parseXlDomains(text);
		if (domains.length === 0) {
			throw new ChildFault('garbled', 'it printed no domain');
		}

		// xl asks the hypervisor at some moment between both times.
		const at = (startedAt + endedAt) / 2;
		return {at, domains: rates.add(domains, at)};
	};

	return {
		ask: async () => {
			const {at, domains} = await readDomains().catch((error: unknown) => {
				if (!(error instanceof ChildFault)) {
					throw error;
				}

				isMissing = isAbsent(error);
				throw isMissing ? noCommandError(why) : childError('xl list', error);
			});
			await readHost();
			return {
				at,
				domains: domains.map((domain) => ({...domain, vcpusReason: reasons.noVcpusOfXl})),
				...host,
			};
		},
		isOver: () => isMissing,
		origins,
	};
};
