import {counters, type MemoryTag} from '../../source/model/counters.ts';
import type {MemoryStat} from '../../source/model/sample.ts';
import {asCount, asRecord} from '../qmp/json-value.ts';

/** What the guest's balloon driver reported last. */
export type BalloonStatistics = {
	/** Only statistics that have a value, in libvirt's order. */
	readonly stats: readonly MemoryStat[];
	/** Unix seconds of the last statistics; 0: the driver never reported any. Undefined: QEMU does not say. */
	readonly lastUpdate?: number | undefined;
};

/** virtio-balloon's statistics (docs/interop/virtio-balloon-stats) by libvirt's tags; sizes are bytes. */
const tags: readonly (readonly [string, MemoryTag])[] = [
	['stat-swap-in', 'swap_in'],
	['stat-swap-out', 'swap_out'],
	['stat-major-faults', 'major_fault'],
	['stat-minor-faults', 'minor_fault'],
	['stat-free-memory', 'unused'],
	['stat-total-memory', 'available'],
	['stat-available-memory', 'usable'],
	['stat-disk-caches', 'disk_caches'],
	['stat-htlb-pgalloc', 'hugetlb_pgalloc'],
	['stat-htlb-pgfail', 'hugetlb_pgfail'],
];

/** The divisor turns the statistic's unit into the tag's. */
const dividedTags = tags.map(
	([key, tag]) => [key, tag, counters.memory[tag].unit === 'kibibytes' ? 1024 : 1] as const,
);

/** Parses the value of the property guest-stats. @throws QmpFault */
export const parseBalloonStatistics = (value: unknown): BalloonStatistics => {
	const answer = asRecord(value, 'guest-stats');
	const given = asRecord(answer.stats, 'stats of guest-stats');
	return {
		stats: dividedTags.flatMap(([key, tag, divisor]) => {
			const number = asCount(given[key], key);
			return number === undefined ? [] : [{tag, value: number / divisor}];
		}),
		lastUpdate: asCount(answer['last-update'], 'last-update'),
	};
};
