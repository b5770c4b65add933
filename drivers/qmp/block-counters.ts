import {deviceLimits} from '../../source/domain-bounds.ts';
import type {DiskCounters} from '../../source/sample.ts';
import {asCount, asName, asRecord, asRecords, type JsonRecord} from './json-value.ts';

/** One entry of query-blockstats. */
export type BlockEntry = {
	/** The drive's id; empty under -blockdev. */
	readonly device: string;
	/** The device's id or QOM path; empty where no device has it. */
	readonly qdev: string;
	/** The node at the top; empty where there is no medium. */
	readonly node: string;
	readonly counters: DiskCounters;
};

type Field = keyof DiskCounters;

const counts: readonly (readonly [Field, string])[] = [
	['readBytes', 'rd_bytes'],
	['writeBytes', 'wr_bytes'],
	['readRequests', 'rd_operations'],
	['writeRequests', 'wr_operations'],
	['flushRequests', 'flush_operations'],
	['discardRequests', 'unmap_operations'],
];

const times: readonly (readonly [Field, string])[] = [
	['readTimeSeconds', 'rd_total_time_ns'],
	['writeTimeSeconds', 'wr_total_time_ns'],
	['flushTimeSeconds', 'flush_total_time_ns'],
];

const failures = ['rd', 'wr', 'flush', 'unmap'].map((operation) => `failed_${operation}_operations`);

/** Where each counter comes from, for the device page. */
export const diskOrigins: Readonly<Partial<Record<Field, string>>> = {
	...Object.fromEntries([...counts, ...times].map(([field, key]) => [field, `${key} of query-blockstats`])),
	errors: 'failed_rd_, wr_, flush_ and unmap_operations of query-blockstats',
};

const sum = (values: readonly (number | undefined)[]): number | undefined => {
	const known = values.filter((value) => value !== undefined);
	return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
};

const countersOf = (stats: JsonRecord): DiskCounters => {
	const counters: Partial<Record<Field, number | undefined>> = {};
	for (const [field, key] of counts) {
		counters[field] = asCount(stats[key], key);
	}

	for (const [field, key] of times) {
		const nanoseconds = asCount(stats[key], key);
		counters[field] = nanoseconds === undefined ? undefined : nanoseconds / 1e9;
	}

	counters.errors = sum(failures.map((key) => asCount(stats[key], key)));
	return counters;
};

/**
From the reply to query-blockstats, the first of them: the outer `stats`, as those of `parent` stay zero. @throws QmpFault
*/
export const parseBlockCounters = (value: unknown): readonly BlockEntry[] =>
	asRecords(value, 'query-blockstats', deviceLimits.disks).map((entry) => ({
		device: asName(entry.device, 'a device') ?? '',
		qdev: asName(entry.qdev, 'a qdev') ?? '',
		node: asName(entry['node-name'], 'a node-name') ?? '',
		counters: countersOf(asRecord(entry.stats, 'stats of query-blockstats')),
	}));
