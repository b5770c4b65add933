import type {MemoryTag} from '../../../source/model/counters.ts';
import type {BlockStats, DomainInfo, InterfaceStats} from '../calls/remote.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {XdrValue} from '../wire/xdr-value.ts';
import {counterFieldEntries, counterFields} from './counter-fields.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';

type Fields = Readonly<Record<string, XdrValue>>;

/** virDomainMemoryStatTags, each at its number. */
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

/** The tag of a number. Undefined: the tag is younger than domtop. virsh, too, leaves out tags that are younger than itself. */
export const memoryTag = (number: number): MemoryTag | undefined => tags[number];

/** Tags that the bulk call spells in another way. */
const bulkSpellings: Readonly<Partial<Record<MemoryTag, string>>> = {
	actual: 'current',
	last_update: 'last-update',
};

const balloonName = (tag: MemoryTag): string => `balloon.${bulkSpellings[tag] ?? tag}`;

/** The tags by their field names in the bulk call. `actual` is left out: it is a size there (`balloon.current`). */
export const balloonTags: ReadonlyMap<string, MemoryTag> = new Map(
	tags.filter((tag) => tag !== 'actual').map((tag) => [balloonName(tag), tag]),
);

/** The field name of a tag in the bulk call. Undefined: as for `memoryTag`. */
export const balloonField = (number: number): string | undefined => {
	const tag = memoryTag(number);
	return tag && balloonName(tag);
};

/**
virDomainGetInfo under the bulk call's field names. For a container libvirt reports the memory in use, not the memory that the
container was given (lxc_driver.c, lxcDomainGetInfo).
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

/** The prefix of what a domain reads and writes in total, which the bulk call does not report. */
export const sumPrefix = 'block.sum';

type BulkNames<Name extends string> = Readonly<Record<Name, {readonly bulk: string}>>;

/** The counters of one device under the bulk call's names, as they stand after `block.N` or `net.N`. */
const underBulkNames = <Name extends string>(
	names: BulkNames<Name>,
	stats: Readonly<Partial<Record<Name, number | undefined>>>,
): Fields =>
	Object.fromEntries((Object.keys(stats) as Name[]).map((counter) => [names[counter].bulk, stats[counter]]));

/** virDomainBlockStats under the bulk call's names, as they stand after `block.N`. */
export const blockFields = (stats: BlockStats): Fields => underBulkNames(counterFields.disk, stats);

const bulkNames: ReadonlyMap<string, string> = new Map(
	counterFieldEntries('disk').map(([, {single, bulk}]) => [single, bulk]),
);

/** virDomainBlockStatsFlags under the bulk call's names after `block.N`. A field without a name there is left out. */
export const blockFlagFields = ({fields, values}: Pick<StatsRecord, 'fields' | 'values'>): Fields =>
	Object.fromEntries(
		fields.flatMap((field, place) => {
			const name = bulkNames.get(field);
			return name === undefined ? [] : [[name, values[place]] as const];
		}),
	);

/** virDomainInterfaceStats under the bulk call's names, as they stand after `net.N`. */
export const interfaceFields = (stats: InterfaceStats): Fields => underBulkNames(counterFields.nic, stats);
