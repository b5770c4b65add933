import type {Clock} from '../../source/clock.ts';
import type {Nic, Vcpu} from '../../source/sample.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {readTaps} from '../linux/read-taps.ts';
import {type GuestNic, matchTaps, readNics} from './guest-nics.ts';
import {permissionDenied} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import {readVcpus, type VcpuThread} from './vcpu-threads.ts';

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
	/** Absent: not asked for, or its threads are not known. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Is a NIC hidden because we may not look? */
	readonly nicsHidden: boolean;
};

export type LocalReader = {
	readonly read: (threads: readonly VcpuThread[] | undefined) => LocalReading;
};

/** Seconds after which the process's descriptors are gone through again, for a NIC that was plugged in. */
const matchLifetime = 10;

export const createLocalReader = (root: string, clock: Clock, process: QemuProcess): LocalReader => {
	let matched: {readonly nics: readonly GuestNic[]; readonly at: number} | undefined;

	const nics = (): readonly GuestNic[] => {
		const now = clock.monotonic();
		if (!matched || now - matched.at > matchLifetime) {
			matched = {nics: matchTaps(process.nics, readTaps(root, process.pid)), at: now};
		}

		return matched.nics;
	};

	return {
		read: (threads) => {
			const {pid} = process;
			const found = nics();
			const read = readNics(root, found);
			if (found.some(({tap}, index) => tap !== undefined && read[index]?.reason !== undefined)) {
				matched = undefined;
			}

			return {
				cpuSeconds: readProcessStat(root, pid)?.cpuSeconds,
				residentKiB: readProcessStatus(root, pid)?.residentKiB,
				...(found.length === 0 && process.hasDefaultNetwork
					? {nicsReason: 'the default network of QEMU has no counters'}
					: {nics: read}),
				vcpus: threads && threads.length > 0 ? readVcpus(root, pid, threads) : undefined,
				nicsHidden: found.some(({reason}) => reason === permissionDenied),
			};
		},
	};
};
