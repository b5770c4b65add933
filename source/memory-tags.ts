import type {MemoryTag} from './sample.ts';

/** All of libvirt's memory tags, in the order of virsh dommemstat. */
export const memoryTags: readonly MemoryTag[] = [
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
