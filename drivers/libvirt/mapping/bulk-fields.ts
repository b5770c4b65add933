import type {MemoryTag} from '../../../source/model/counters.ts';
import type {BlockStats, DomainInfo, InterfaceStats} from '../calls/remote.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import {counterFieldEntries, counterFields} from './counter-fields.ts';
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

const balloonWord = (tag: MemoryTag): string => `balloon.${bulkSpellings[tag] ?? tag}`;

/** The tags by the bulk call's words for them; without `actual`, which is a size there (`balloon.current`). */
export const balloonTags: ReadonlyMap<string, MemoryTag> = new Map(
	tags.filter((tag) => tag !== 'actual').map((tag) => [balloonWord(tag), tag]),
);

/** A tag in the bulk call's words; absent as of `memoryTag`. */
export const balloonField = (number: number): string | undefined => {
	const tag = memoryTag(number);
	return tag && balloonWord(tag);
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

type BulkWords<Name extends string> = Readonly<Record<Name, {readonly bulk: string}>>;

/** The counters of one device in the bulk call's words after `block.N` or `net.N`. */
const inBulkWords = <Name extends string>(
	words: BulkWords<Name>,
	stats: Readonly<Partial<Record<Name, number | undefined>>>,
): Fields =>
	Object.fromEntries((Object.keys(stats) as Name[]).map((counter) => [words[counter].bulk, stats[counter]]));

/** virDomainBlockStats in the bulk call's words after `block.N`. */
export const blockFields = (stats: BlockStats): Fields => inBulkWords(counterFields.disk, stats);

const flagWords: ReadonlyMap<string, string> = new Map(
	counterFieldEntries('disk').map(([, {single, bulk}]) => [single, bulk]),
);

/** virDomainBlockStatsFlags in the bulk call's words after `block.N`; what has none is left out. */
export const blockFlagFields = ({fields, values}: Pick<StatsRecord, 'fields' | 'values'>): Fields =>
	Object.fromEntries(
		fields.flatMap((field, place) => {
			const word = flagWords.get(field);
			return word === undefined ? [] : [[word, values[place]] as const];
		}),
	);

/** virDomainInterfaceStats in the bulk call's words after `net.N`. */
export const interfaceFields = (stats: InterfaceStats): Fields => inBulkWords(counterFields.nic, stats);
