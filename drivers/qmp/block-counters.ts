import {type CounterName, type CounterTexts, counters as counterTable} from '../../source/model/counters.ts';
import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {secondsOf} from '../../source/model/nanoseconds.ts';
import type {DiskCounters} from '../../source/model/sample.ts';
import {asCount, asName, asRecord, asRecords, type JsonRecord} from './json-value.ts';

/** One entry of query-blockstats. */
export type BlockEntry = {
	/** The drive's id; empty under -blockdev. */
	readonly device: string;
	/** The device's id or QOM path; empty where no device has the drive. */
	readonly qdev: string;
	/** The node at the top; empty where there is no medium. */
	readonly node: string;
	readonly counters: DiskCounters;
};

type Field = CounterName<'disk'>;

/** The counters of BlockDeviceStats (QEMU's qapi/block-core.json), each with its member; QEMU's times are nanoseconds. */
export const blockMembers: readonly (readonly [Field, string])[] = [
	['readBytes', 'rd_bytes'],
	['writeBytes', 'wr_bytes'],
	['readRequests', 'rd_operations'],
	['writeRequests', 'wr_operations'],
	['flushRequests', 'flush_operations'],
	['discardRequests', 'unmap_operations'],
	['readTimeSeconds', 'rd_total_time_ns'],
	['writeTimeSeconds', 'wr_total_time_ns'],
	['flushTimeSeconds', 'flush_total_time_ns'],
];

/** The same members, each with whether its counter is a time. */
const typedMembers = blockMembers.map(
	([field, key]) => [field, key, counterTable.disk[field].unit === 'seconds'] as const,
);

const failures = ['rd', 'wr', 'flush', 'unmap'].map((operation) => `failed_${operation}_operations`);

/** Where each counter comes from, for the device page. */
export const diskOrigins: CounterTexts<'disk'> = {
	...Object.fromEntries(blockMembers.map(([field, key]) => [field, `${key} of query-blockstats`])),
	errors: 'failed_rd_, wr_, flush_ and unmap_operations of query-blockstats',
};

const sum = (values: readonly (number | undefined)[]): number | undefined => {
	const known = values.filter((value) => value !== undefined);
	return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
};

const countersOf = (stats: JsonRecord): DiskCounters => {
	const counters: Partial<Record<Field, number | undefined>> = {};
	for (const [field, key, isTime] of typedMembers) {
		const count = asCount(stats[key], key);
		counters[field] = isTime ? secondsOf(count) : count;
	}

	counters.errors = sum(failures.map((key) => asCount(stats[key], key)));
	return counters;
};

/**
Parses the reply to query-blockstats, up to the limit of disks. Takes the outer `stats`, as the counters of `parent`
stay zero. @throws QmpFault
*/
export const parseBlockCounters = (value: unknown): readonly BlockEntry[] =>
	asRecords(value, 'query-blockstats', deviceLimits.disks).map((entry) => ({
		device: asName(entry.device, 'a device') ?? '',
		qdev: asName(entry.qdev, 'a qdev') ?? '',
		node: asName(entry['node-name'], 'a node-name') ?? '',
		counters: countersOf(asRecord(entry.stats, 'stats of query-blockstats')),
	}));
