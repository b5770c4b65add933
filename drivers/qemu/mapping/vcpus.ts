import {deviceLimits} from '../../../source/model/domain-bounds.ts';
import type {Vcpu} from '../../../source/model/sample.ts';
import {readThreadNames, readThreadTimes} from '../../linux/thread-times.ts';
import {asCount, asRecords} from '../../qmp/json-value.ts';

/** A virtual processor and the thread that runs it. */
export type VcpuThread = {readonly index: number; readonly thread: number};

/** Sorts by index. If two threads have one index, the last counts. */
const inOrder = (threads: readonly VcpuThread[]): readonly VcpuThread[] =>
	[...new Map(threads.map((thread) => [thread.index, thread])).values()].sort(
		(one, other) => one.index - other.index,
	);

/** Parses the reply to query-cpus-fast, up to the limit of processors. @throws QmpFault */
export const parseVcpuThreads = (value: unknown): readonly VcpuThread[] =>
	inOrder(
		asRecords(value, 'query-cpus-fast', deviceLimits.vcpus).map((entry, position) => ({
			index: asCount(entry['cpu-index'], 'a cpu-index') ?? position,
			thread: asCount(entry['thread-id'], 'a thread-id') ?? 0,
		})),
	);

/**
Finds the processors' threads by their names (`CPU 0/KVM`), where QEMU was asked to give names (debug-threads=on, as
libvirt does).
*/
export const findVcpuThreads = (root: string, pid: number): readonly VcpuThread[] =>
	inOrder(
		[...readThreadNames(root, pid, deviceLimits.vcpus)].flatMap(([thread, name]) => {
			const index = /^CPU (\d+)\//.exec(name)?.[1];
			return index === undefined ? [] : [{index: Number(index), thread}];
		}),
	);

/**
Reads the run time and the run-queue wait of each processor's thread, seconds, from its schedstat. Undefined in a vCPU: its
thread is gone, or the kernel keeps no such times.
@param pid of QEMU
*/
export const readVcpus = (root: string, pid: number, threads: readonly VcpuThread[]): readonly Vcpu[] =>
	threads.map(({index, thread}) => ({index, ...readThreadTimes(root, pid, thread)}));
