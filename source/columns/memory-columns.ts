import type {MemoryTag} from '../model/counters.ts';
import {formatAge} from '../text/format.ts';
import {type BalloonState, balloonState} from '../usage/balloon-state.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {MemoryUsage} from '../usage/memory-usage.ts';
import type {Column, Row} from './column.ts';
import {counterColumn} from './counter-column.ts';
import {cpuPercent} from './domain-columns.ts';
import {ageColumn, identityColumns, nameColumn, stateColumn} from './identity-columns.ts';

const grown = (seconds: number | undefined, age: number): number | undefined =>
	seconds === undefined ? undefined : Math.max(0, seconds + age);

/** Present age of the balloon statistics, seconds. Undefined: it is not known, or statistics were never given. */
export const statsAge = ({domain, age}: DomainUsage): number | undefined =>
	grown(domain.memory.statsAge, age);

/**
Least present age of the balloon statistics, seconds, if only that bound is known. Undefined: the age itself is known, or
statistics were never given.
*/
export const statsAgeAtLeast = ({domain, age}: DomainUsage): number | undefined =>
	grown(domain.memory.statsAgeAtLeast, age);

/**
Age of the balloon statistics as machines get it, seconds: the age, else its lower bound. Undefined: neither is known, or
statistics of unknown age are seen for the first time.
*/
export const exportedStatsAge = (usage: DomainUsage): number | undefined =>
	statsAge(usage) ?? (statsAgeAtLeast(usage) || undefined);

/** What the domain's balloon statistics are worth at present. */
export const balloonStateOf = (usage: DomainUsage): BalloonState =>
	balloonState(usage.domain.memory, statsAge(usage) ?? statsAgeAtLeast(usage), usage.domain.state);

/** The state of the balloon in a word or two, with the age where the numbers are old: `silent 34s`. */
export const balloonText = (usage: DomainUsage): string => {
	const {memory} = usage.domain;
	const age = statsAge(usage);
	const state = balloonStateOf(usage);
	switch (state) {
		case 'unknown': {
			return memory.reason ?? 'unknown';
		}

		case 'silent': {
			return `${state} ${formatAge(age ?? statsAgeAtLeast(usage) ?? 0)}`;
		}

		case 'no period': {
			return age === undefined ? state : `${state} ${formatAge(age)}`;
		}

		case 'fresh': {
			return age === undefined ? 'age unknown' : `${formatAge(age)} ago`;
		}

		default: {
			return state;
		}
	}
};

const sizeColumn = (
	key: string,
	raw: 'currentKiB' | 'maximumKiB' | 'targetKiB' | 'residentKiB',
	header: string,
	priority: number | undefined,
	help: string,
): Column => ({
	key,
	raw,
	noun: 'memory',
	header,
	help,
	kind: 'kibibytes',
	width: Math.max(5, header.length),
	...(priority === undefined ? {} : {priority}),
	value: ({usage}) => usage.domain.memory[raw],
});

const tagColumn = (tag: MemoryTag, header: string, priority: number | undefined, help: string): Column =>
	counterColumn('memory', tag, {
		key: tag.replaceAll('_', ''),
		header,
		help: `${help} (${tag})`,
		width: 6,
		...(priority === undefined ? {} : {priority}),
	});

const rateColumn = (
	key: string,
	raw: keyof MemoryUsage,
	header: string,
	priority: number | undefined,
	help: string,
): Column => ({
	key,
	raw,
	noun: 'memory',
	header,
	help,
	kind: raw.includes('KiB') ? 'kibibytes' : 'perSecond',
	width: 6,
	...(priority === undefined ? {} : {priority}),
	value: ({usage}) => usage.memory[raw],
});

const period = ({usage}: Row): string | undefined => {
	const {memory} = usage.domain;
	if (memory.period === undefined) {
		return undefined;
	}

	return memory.period === 0 ? 'off' : memory.period < 1000 ? `${memory.period}s` : formatAge(memory.period);
};

/** Page 4: one row for each domain, with what its guest says of the memory, and how old the statistics are. */
export const memoryColumns: readonly Column[] = [
	nameColumn,
	// Page 0 says whether a domain runs; on this page swapping matters more.
	{...stateColumn, priority: 10},
	ageColumn,
	sizeColumn('mem', 'currentKiB', 'MEM', 2, "Memory given to the domain now: the balloon's size."),
	sizeColumn('max', 'maximumKiB', 'MAX', 9, 'The most it may have.'),
	sizeColumn('target', 'targetKiB', 'TARGET', undefined, 'What it was asked to shrink or grow to.'),
	tagColumn('available', 'AVAIL', 5, 'All the memory the guest has to use, as it says.'),
	tagColumn('unused', 'UNUSED', 7, 'Memory the guest does not use at all.'),
	tagColumn('usable', 'USABLE', 4, 'Memory the guest could use without swapping.'),
	rateColumn('swin', 'swapInKiBPerSecond', 'SWIN/s', 5, 'Swapped in by the guest per second.'),
	rateColumn('swout', 'swapOutKiBPerSecond', 'SWOU/s', 5, 'Swapped out by the guest per second.'),
	rateColumn(
		'majflt',
		'majorFaultsPerSecond',
		'MAJF/s',
		8,
		'Page faults of the guest per second that needed a disk.',
	),
	sizeColumn('rss', 'residentKiB', 'RSS', 6, 'Host memory that the domain occupies.'),
	{
		key: 'period',
		raw: 'period',
		noun: 'memory',
		header: 'PER',
		help: 'Balloon statistics period, seconds; off: the guest is not asked. p sets it.',
		kind: 'integer',
		width: 4,
		priority: 3,
		value: ({usage}) => usage.domain.memory.period,
		text: period,
	},
	{
		key: 'balloon',
		raw: 'balloonState',
		noun: 'memory',
		header: 'BALLOON',
		help: 'Age of the balloon statistics, or age unknown; no balloon (device), no driver (in the guest), no period (set), silent (and for how long), no values, or why it is unknown.',
		kind: 'text',
		width: 13,
		most: 40,
		priority: 3,
		value: ({usage}) => balloonStateOf(usage),
		text: ({usage}) => balloonText(usage),
	},
	{
		key: 'statsage',
		raw: 'statsAge',
		noun: 'memory',
		header: 'STATSAGE',
		help: 'Age of the balloon statistics, or for how long they were seen unchanged, seconds.',
		kind: 'age',
		width: 8,
		value: ({usage}) => exportedStatsAge(usage),
	},
	rateColumn(
		'minflt',
		'minorFaultsPerSecond',
		'MINF/s',
		undefined,
		'Page faults of the guest per second that needed no disk.',
	),
	tagColumn('swap_in', 'SWIN', undefined, 'Swapped in by the guest since its boot.'),
	tagColumn('swap_out', 'SWOUT', undefined, 'Swapped out by the guest since its boot.'),
	tagColumn(
		'major_fault',
		'MAJFLT',
		undefined,
		'Page faults of the guest since its boot that needed a disk.',
	),
	tagColumn(
		'minor_fault',
		'MINFLT',
		undefined,
		'Page faults of the guest since its boot that needed no disk.',
	),
	tagColumn('disk_caches', 'CACHES', undefined, 'Memory the guest could free from its disk caches.'),
	{
		key: 'cpu',
		raw: 'cpuPercent',
		noun: 'domain',
		header: 'CPU%',
		help: 'Processor use of the domain, as on page 0: the order of this page.',
		kind: 'percent',
		width: 6,
		value: (row, context) => cpuPercent(row.usage.cpuPercent, row, context),
	},
	...identityColumns,
];
