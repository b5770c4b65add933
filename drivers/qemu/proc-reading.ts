import {isDeepStrictEqual} from 'node:util';
import type {Clock} from '../../source/async/clock.ts';
import {deviceLimits} from '../../source/model/domain-bounds.ts';
import type {Nic, Vcpu} from '../../source/model/sample.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {readTaps} from '../linux/read-taps.ts';
import {readThreads} from '../linux/thread-times.ts';
import {hardwareLifetime} from './ask-hardware.ts';
import {currentNics} from './current-nics.ts';
import {type GuestNic, matchTaps, readNics} from './mapping/nics.ts';
import {reasons} from './mapping/reasons.ts';
import {findVcpuThreads, readVcpus, type VcpuThread} from './mapping/vcpus.ts';
import type {PluggedNics} from './plugged-nics.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What /proc and /sys show of a domain, read at one moment. */
export type ProcReading = {
	/**
	CPU time of the whole process, seconds, from its stat in steps of 10 ms. The nanoseconds of each thread's schedstat
	would be finer. But QEMU's worker threads take theirs with them when they end, and a counter must never fall.
	*/
	readonly cpuSeconds?: number | undefined;
	/** Undefined: not known. */
	readonly residentKiB?: number | undefined;
	/** Undefined: `nicsReason` says why. */
	readonly nics?: readonly Nic[] | undefined;
	/** Why the NICs are unknown. Undefined: they are known. */
	readonly nicsReason?: string | undefined;
	/** Number of NICs, including NICs over the limit of what is taken. */
	readonly nicCount?: number | undefined;
	/** Undefined: the processors' threads are not known. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Whether a NIC is hidden because this program may not look. */
	readonly nicsHidden: boolean;
	/** Effective user id of the process. Undefined: not known. */
	readonly user?: number | undefined;
};

/** Reads what the kernel shows of one domain's process. */
export type ProcReader = {
	/**
	Searches the process's descriptors and threads where that is due, in slices. Await it before a reading.
	@param plugged the NICs that QEMU reports; a change makes the search due. Undefined: as they were reported last.
	@throws ExhaustedError
	*/
	readonly search: (plugged?: PluggedNics) => Promise<void>;
	/** Ids of all threads of the process now. Undefined: not known, or too many. @throws ExhaustedError */
	readonly threads: () => readonly string[] | undefined;
	/**
	Reads now. @param threads the processors' threads; `named`: the threads whose names say that they run a processor.
	@throws ExhaustedError
	*/
	readonly read: (threads: KnownThreads) => ProcReading;
	/** Reads only what counts. @throws ExhaustedError */
	readonly readCounters: (threads: KnownThreads) => ProcCounters;
};

type KnownThreads = readonly VcpuThread[] | 'named' | undefined;

/** The part of a reading that is counters, and the NICs that have none. */
export type ProcCounters = Pick<ProcReading, 'cpuSeconds' | 'nics' | 'vcpus'>;

/** Limit of threads that are remembered and compared. */
const threadLimit = 2 * deviceLimits.vcpus;

type Matched = {
	readonly nics: readonly GuestNic[];
	/** Number of NICs, including NICs that are left out. */
	readonly count: number;
	readonly threads: readonly VcpuThread[];
	readonly at: number;
};

/**
Reads one process. Taps and threads are unknown before the first search.
@param root of the file system that holds /proc and /sys
*/
export const createProcReader = (root: string, clock: Clock, process: QemuProcess): ProcReader => {
	const {pid} = process;
	/** Why the domain may have a NIC that is not known. Undefined: a domain without a known NIC has none. */
	const reasonWithout = process.unread ?? (process.hasDefaultNetwork ? reasons.defaultNetwork : undefined);
	let matched: Matched = {
		nics: matchTaps(currentNics(process.nics, undefined), {value: new Map()}).slice(0, deviceLimits.nics),
		count: process.nicCount,
		threads: [],
		at: Number.NEGATIVE_INFINITY,
	};
	let pending: Promise<void> | undefined;
	let lastPlugged: PluggedNics | undefined;

	const search = async (): Promise<void> => {
		const taps = await readTaps(root, pid, process.hasOtherNetwork);
		const current = currentNics(process.nics, lastPlugged);
		const nics = matchTaps(current, taps, matched.nics);
		const left = process.nicCount - process.nics.length;
		matched = {
			nics: nics.slice(0, deviceLimits.nics),
			count: nics.length + left,
			threads: findVcpuThreads(root, pid),
			at: clock.monotonic(),
		};
	};

	const readCounters = (asked: KnownThreads): Required<Pick<ProcCounters, 'nics'>> & ProcCounters => {
		const found = matched.nics;
		const nics = readNics(root, found);
		if (found.some(({tap}, index) => tap?.isHere && nics[index]?.reason !== undefined)) {
			matched = {...matched, at: Number.NEGATIVE_INFINITY};
		}

		const stat = readProcessStat(root, pid);
		// The peer may name more threads than there are.
		const threads = (asked === 'named' ? matched.threads : asked)?.slice(0, stat?.threads ?? 0);
		return {
			cpuSeconds: stat?.cpuSeconds,
			nics,
			vcpus: threads && threads.length > 0 ? readVcpus(root, pid, threads) : undefined,
		};
	};

	return {
		search: async (plugged) => {
			const isNews = plugged !== undefined && !isDeepStrictEqual(plugged, lastPlugged);
			lastPlugged = plugged ?? lastPlugged;
			if (isNews || clock.monotonic() - matched.at >= hardwareLifetime) {
				pending ??= search().finally(() => {
					pending = undefined;
				});
				await pending;
			}
		},
		threads: () => readThreads(root, pid, threadLimit),
		readCounters,
		read: (asked) => {
			const found = matched.nics;
			const {cpuSeconds, nics, vcpus} = readCounters(asked);
			const status = readProcessStatus(root, pid);
			return {
				cpuSeconds,
				residentKiB: status?.residentKiB,
				...(found.length === 0 && reasonWithout !== undefined ? {nicsReason: reasonWithout} : {nics}),
				nicCount: matched.count,
				vcpus,
				nicsHidden:
					found.some(({reason}) => reason === reasons.permissionDenied) ||
					(found.length === 0 && reasonWithout === reasons.permissionDenied),
				user: status?.users?.effective,
			};
		},
	};
};
