import type {DiskUsage} from '../usage/disk-usage.ts';
import {sumKnown} from '../usage/sum-known.ts';

const nanoseconds = (seconds: number | undefined): number | undefined =>
	seconds === undefined ? undefined : Math.round(seconds * 1e9);

/**
libvirt's Xen driver gives oo_req, requests that waited for a free slot, under this name, and scripts look for it there.
*/
const errors = ({disk}: DiskUsage): number | undefined => disk.errors ?? disk.waitedRequests;

/** virsh domblkstat's names and their order. */
const counters: readonly (readonly [string, (usage: DiskUsage) => number | undefined])[] = [
	['rd_req', ({disk}) => disk.readRequests],
	['rd_bytes', ({readBytes}) => readBytes],
	['wr_req', ({disk}) => disk.writeRequests],
	['wr_bytes', ({writeBytes}) => writeBytes],
	['errs', errors],
	['flush_operations', ({disk}) => disk.flushRequests],
	['rd_total_times', ({disk}) => nanoseconds(disk.readTimeSeconds)],
	['wr_total_times', ({disk}) => nanoseconds(disk.writeTimeSeconds)],
	['flush_total_times', ({disk}) => nanoseconds(disk.flushTimeSeconds)],
];

/**
`disk counter value` lines as of virsh domblkstat: times in nanoseconds, what is unknown has no line; the counters of
several disks are added up.
@param label what was asked for; empty for all disks together.
*/
export const diskLines = (label: string, disks: readonly DiskUsage[]): readonly string[] =>
	counters.flatMap(([counter, value]) => {
		const sum = disks.length === 0 ? undefined : sumKnown(disks, value);
		return sum === undefined ? [] : [`${label} ${counter} ${sum}`];
	});
