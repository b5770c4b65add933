/** All of libvirt's memory tags, in the order of virsh dommemstat. */
export const memoryTags = [
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
] as const;

/** libvirt's tags of memory statistics (virDomainMemoryStatTags); sizes in KiB, faults in numbers, last_update in Unix seconds. */
export type MemoryTag = (typeof memoryTags)[number];
