import type {Memory, MemoryTag} from '../sample.ts';
import {memoryStat} from '../usage/memory-usage.ts';

/** The order of virsh dommemstat. */
const tags: readonly MemoryTag[] = [
	'actual',
	'swap_in',
	'swap_out',
	'major_fault',
	'minor_fault',
	'unused',
	'available',
	'usable',
	'last_update',
	'disk_caches',
	'hugetlb_pgalloc',
	'hugetlb_pgfail',
	'rss',
];

/** `tag value` lines as of virsh dommemstat: sizes in KiB; what is unknown has no line. */
export const memoryLines = (memory: Memory): readonly string[] => {
	const own: Partial<Record<MemoryTag, number | undefined>> = {
		actual: memory.currentKiB,
		rss: memory.residentKiB,
	};
	return tags.flatMap((tag) => {
		const value = memoryStat(memory, tag) ?? own[tag];
		return value === undefined ? [] : [`${tag} ${Math.round(value)}`];
	});
};
