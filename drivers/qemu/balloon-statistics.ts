import type {MemoryStat, MemoryTag} from '../../source/sample.ts';
import {asCount, asRecord} from '../qmp/json-value.ts';

/** What the guest's balloon driver told last. */
export type BalloonStatistics = {
	/** With values only, in libvirt's order. */
	readonly stats: readonly MemoryStat[];
	/** Unix seconds; 0: it never told anything. Absent: QEMU does not say. */
	readonly lastUpdate?: number | undefined;
};

/** virtio-balloon's statistics (docs/interop/virtio-balloon-stats) by libvirt's tags; sizes are bytes. */
const tags: readonly (readonly [string, MemoryTag, 'size' | 'number'])[] = [
	['stat-swap-in', 'swap_in', 'size'],
	['stat-swap-out', 'swap_out', 'size'],
	['stat-major-faults', 'major_fault', 'number'],
	['stat-minor-faults', 'minor_fault', 'number'],
	['stat-free-memory', 'unused', 'size'],
	['stat-total-memory', 'available', 'size'],
	['stat-available-memory', 'usable', 'size'],
	['stat-disk-caches', 'disk_caches', 'size'],
	['stat-htlb-pgalloc', 'hugetlb_pgalloc', 'number'],
	['stat-htlb-pgfail', 'hugetlb_pgfail', 'number'],
];

/** From the property guest-stats. @throws QmpFault */
export const parseBalloonStatistics = (value: unknown): BalloonStatistics => {
	const answer = asRecord(value, 'guest-stats');
	const given = asRecord(answer.stats, 'stats of guest-stats');
	return {
		stats: tags.flatMap(([key, tag, kind]) => {
			const number = asCount(given[key], key);
			return number === undefined ? [] : [{tag, value: kind === 'size' ? number / 1024 : number}];
		}),
		lastUpdate: asCount(answer['last-update'], 'last-update'),
	};
};
