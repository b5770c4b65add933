import {isDeepStrictEqual} from 'node:util';
import type {Clock} from '../../source/async/clock.ts';
import {deviceLimits} from '../../source/model/domain-bounds.ts';
import type {Nic, Vcpu} from '../../source/model/sample.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {readTaps} from '../linux/read-taps.ts';
import {hardwareLifetime} from './ask-hardware.ts';
import {currentNics} from './current-nics.ts';
import {type GuestNic, matchTaps, readNics} from './mapping/nics.ts';
import {findVcpuThreads, readVcpus, type VcpuThread} from './mapping/vcpus.ts';
import {permissionDenied} from './monitor-sockets.ts';
import type {PluggedNics} from './plugged-nics.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What /proc and /sys tell of a domain, read at one moment. */
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
	/** Undefined: not asked for, or the processors' threads are not known. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Whether a NIC is hidden because this program may not look. */
	readonly nicsHidden: boolean;
	/** Effective user id of the process. Undefined: not known. */
	readonly user?: number | undefined;
};

/** Reads what the kernel tells of one domain's process. */
export type ProcReader = {
	/**
	Searches the process's descriptors and threads where that is due, in slices. Await it before a reading.
	@param plugged the NICs that QEMU tells of; a change makes the search due. Undefined: as they were told last.
	@throws ExhaustedError
	*/
	readonly look: (plugged?: PluggedNics) => Promise<void>;
	/**
	Reads now. @param threads the processors' threads; `named`: the threads whose names tell that they run a processor.
	@throws ExhaustedError
	*/
	readonly read: (threads: readonly VcpuThread[] | 'named' | undefined) => ProcReading;
};

type Matched = {
	readonly nics: readonly GuestNic[];
	/** Number of NICs, including NICs that are left out. */
	readonly count: number;
	readonly threads: readonly VcpuThread[];
	readonly at: number;
};

export const createProcReader = (root: string, clock: Clock, process: QemuProcess): ProcReader => {
	const {pid} = process;
	/** Why the domain may have a NIC that is not known. Undefined: a domain without a known NIC has none. */
	const reasonWithout =
		process.unread ?? (process.hasDefaultNetwork ? 'the default network of QEMU has no counters' : undefined);
	let matched: Matched = {
		nics: matchTaps(currentNics(process.nics, undefined), {value: new Map()}).slice(0, deviceLimits.nics),
		count: process.nicCount,
		threads: [],
		at: Number.NEGATIVE_INFINITY,
	};
	let looking: Promise<void> | undefined;
	let told: PluggedNics | undefined;

	const look = async (): Promise<void> => {
		const taps = await readTaps(root, pid, process.hasOtherNetwork);
		const current = currentNics(process.nics, told);
		const nics = matchTaps(current, taps, matched.nics);
		const left = process.nicCount - process.nics.length;
		matched = {
			nics: nics.slice(0, deviceLimits.nics),
			count: nics.length + left,
			threads: findVcpuThreads(root, pid),
			at: clock.monotonic(),
		};
	};

	return {
		look: async (plugged) => {
			const isNews = plugged !== undefined && !isDeepStrictEqual(plugged, told);
			told = plugged ?? told;
			if (isNews || clock.monotonic() - matched.at >= hardwareLifetime) {
				looking ??= look().finally(() => {
					looking = undefined;
				});
				await looking;
			}
		},
		read: (asked) => {
			const found = matched.nics;
			const nics = readNics(root, found);
			if (found.some(({tap}, index) => tap?.isHere && nics[index]?.reason !== undefined)) {
				matched = {...matched, at: Number.NEGATIVE_INFINITY};
			}

			const stat = readProcessStat(root, pid);
			// The peer may name more threads than there are.
			const threads = (asked === 'named' ? matched.threads : asked)?.slice(0, stat?.threads ?? 0);
			const status = readProcessStatus(root, pid);
			return {
				cpuSeconds: stat?.cpuSeconds,
				residentKiB: status?.residentKiB,
				...(found.length === 0 && reasonWithout !== undefined ? {nicsReason: reasonWithout} : {nics}),
				nicCount: matched.count,
				vcpus: threads && threads.length > 0 ? readVcpus(root, pid, threads) : undefined,
				nicsHidden:
					found.some(({reason}) => reason === permissionDenied) ||
					(found.length === 0 && reasonWithout === permissionDenied),
				user: status?.users?.effective,
			};
		},
	};
};
