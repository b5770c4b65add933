import type {MemoryTag} from '../../../source/sample.ts';
import type {BlockStats, DomainInfo, InterfaceStats} from '../remote/remote.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';

type Fields = Readonly<Record<string, XdrValue>>;

/** virDomainMemoryStatTags by their numbers. */
const tags: readonly MemoryTag[] = [
	'swap_in',
	'swap_out',
	'major_fault',
	'minor_fault',
	'unused',
	'available',
	'actual',
	'rss',
	'usable',
	'last_update',
	'disk_caches',
	'hugetlb_pgalloc',
	'hugetlb_pgfail',
];

/** Absent: a tag that is younger than domtop, as virsh leaves out those younger than itself. */
export const memoryTag = (number: number): MemoryTag | undefined => tags[number];

/** The tags that the bulk call spells otherwise. */
const bulkSpellings: Readonly<Partial<Record<MemoryTag, string>>> = {
	actual: 'current',
	last_update: 'last-update',
};

/** A tag in the bulk call's words; absent as of `memoryTag`. */
export const balloonField = (number: number): string | undefined => {
	const tag = memoryTag(number);
	return tag && `balloon.${bulkSpellings[tag] ?? tag}`;
};

/**
virDomainGetInfo in the bulk call's words. Of a container libvirt gives the memory in use there, not the memory that it
was given (lxc_driver.c, lxcDomainGetInfo).
*/
export const infoFields = (
	{state, cpuNanoseconds, memoryKiB, maximumKiB, vcpus}: DomainInfo,
	kind: HypervisorKind,
): Fields => ({
	'state.state': state,
	'cpu.time': cpuNanoseconds,
	[kind === 'lxc' ? 'balloon.rss' : 'balloon.current']: memoryKiB,
	'balloon.maximum': maximumKiB,
	'vcpu.current': vcpus,
});

/** In front of the words of all that a domain reads and writes together, which the bulk call does not tell. */
export const sumPrefix = 'block.sum';

/** virDomainBlockStats in the bulk call's words after `block.N`. */
export const blockFields = (stats: BlockStats): Fields => ({
	'rd.reqs': stats.readRequests,
	'rd.bytes': stats.readBytes,
	'wr.reqs': stats.writeRequests,
	'wr.bytes': stats.writeBytes,
	errors: stats.errors,
});

/** VIR_DOMAIN_BLOCK_STATS_*: names of virDomainBlockStatsFlags. */
const flagWords: ReadonlyMap<string, string> = new Map([
	['rd_operations', 'rd.reqs'],
	['rd_bytes', 'rd.bytes'],
	['rd_total_times', 'rd.times'],
	['wr_operations', 'wr.reqs'],
	['wr_bytes', 'wr.bytes'],
	['wr_total_times', 'wr.times'],
	['flush_operations', 'fl.reqs'],
	['flush_total_times', 'fl.times'],
	['errs', 'errors'],
]);

/** virDomainBlockStatsFlags in the bulk call's words after `block.N`; what has none is left out. */
export const blockFlagFields = ({fields, values}: Pick<StatsRecord, 'fields' | 'values'>): Fields =>
	Object.fromEntries(
		fields.flatMap((field, place) => {
			const word = flagWords.get(field);
			return word === undefined ? [] : [[word, values[place]] as const];
		}),
	);

/** virDomainInterfaceStats in the bulk call's words after `net.N`. */
export const interfaceFields = (stats: InterfaceStats): Fields => ({
	'rx.bytes': stats.receiveBytes,
	'rx.pkts': stats.receivePackets,
	'rx.errs': stats.receiveErrors,
	'rx.drop': stats.receiveDrops,
	'tx.bytes': stats.transmitBytes,
	'tx.pkts': stats.transmitPackets,
	'tx.errs': stats.transmitErrors,
	'tx.drop': stats.transmitDrops,
});
