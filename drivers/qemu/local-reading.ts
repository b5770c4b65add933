import type {Clock} from '../../source/clock.ts';
import {deviceLimits} from '../../source/domain-bounds.ts';
import type {Nic, Vcpu} from '../../source/sample.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {readTaps} from '../linux/read-taps.ts';
import {type GuestNic, matchTaps, readNics} from './guest-nics.ts';
import {permissionDenied} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import {findVcpuThreads, readVcpus, type VcpuThread} from './vcpu-threads.ts';

/** What /proc and /sys tell of a guest, read at one moment. */
export type LocalReading = {
	/**
	Of the whole process, from its stat, in steps of 10 ms. The nanoseconds of each thread's schedstat would be finer,
	but those of QEMU's worker threads vanish with them, and a counter must never fall.
	*/
	readonly cpuSeconds?: number | undefined;
	readonly residentKiB?: number | undefined;
	/** Absent: `nicsReason` says why. */
	readonly nics?: readonly Nic[] | undefined;
	readonly nicsReason?: string | undefined;
	/** How many NICs there are, those that are over what is taken too. */
	readonly nicCount?: number | undefined;
	/** Absent: not asked for, or its threads are not known. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Is a NIC hidden because we may not look? */
	readonly nicsHidden: boolean;
	/** Whose process it is: its effective user id. */
	readonly user?: number | undefined;
};

export type LocalReader = {
	/**
	Goes through the process's descriptors and threads where that is due, in slices: to be awaited before a reading.
	@throws ExhaustedError
	*/
	readonly look: () => Promise<void>;
	/** @param threads of its processors; `named`: those that their names tell. @throws ExhaustedError */
	readonly read: (threads: readonly VcpuThread[] | 'named' | undefined) => LocalReading;
};

/** Seconds after which the process's descriptors are gone through again, for a NIC that was plugged in. */
const matchLifetime = 10;

type Matched = {
	readonly nics: readonly GuestNic[];
	/** How many there are, with those that are left out. */
	readonly count: number;
	readonly threads: readonly VcpuThread[];
	readonly at: number;
};

export const createLocalReader = (root: string, clock: Clock, process: QemuProcess): LocalReader => {
	const {pid} = process;
	let matched: Matched = {
		nics: matchTaps(process.nics, {value: new Map()}).slice(0, deviceLimits.nics),
		count: process.nicCount,
		threads: [],
		at: Number.NEGATIVE_INFINITY,
	};
	let looking: Promise<void> | undefined;

	const look = async (): Promise<void> => {
		const nics = matchTaps(process.nics, await readTaps(root, pid));
		matched = {
			nics: nics.slice(0, deviceLimits.nics),
			count: Math.max(nics.length, process.nicCount),
			threads: findVcpuThreads(root, pid),
			at: clock.monotonic(),
		};
	};

	return {
		look: async () => {
			if (clock.monotonic() - matched.at > matchLifetime) {
				looking ??= look().finally(() => {
					looking = undefined;
				});
				await looking;
			}
		},
		read: (asked) => {
			const found = matched.nics;
			const nics = readNics(root, found);
			if (found.some(({tap}, index) => tap !== undefined && nics[index]?.reason !== undefined)) {
				matched = {...matched, at: Number.NEGATIVE_INFINITY};
			}

			const stat = readProcessStat(root, pid);
			// Whoever answers may name more threads than there are.
			const threads = (asked === 'named' ? matched.threads : asked)?.slice(0, stat?.threads ?? 0);
			const status = readProcessStatus(root, pid);
			return {
				cpuSeconds: stat?.cpuSeconds,
				residentKiB: status?.residentKiB,
				...(found.length === 0 && process.hasDefaultNetwork
					? {nicsReason: 'the default network of QEMU has no counters'}
					: {nics}),
				nicCount: matched.count,
				vcpus: threads && threads.length > 0 ? readVcpus(root, pid, threads) : undefined,
				nicsHidden: found.some(({reason}) => reason === permissionDenied),
				user: status?.users?.effective,
			};
		},
	};
};
