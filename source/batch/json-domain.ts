import type {Row} from '../columns/column.ts';
import {counterNames} from '../model/counters.ts';
import type {DiskSum, MemoryStat} from '../model/sample.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {fieldName, writeEnd, writeExactNumber, writeField, writeObjectStart} from './json-bytes.ts';
import {fieldsOf, writeFields} from './json-fields.ts';
import type {TextBytes} from './text-bytes.ts';

const names = {
	busy: fieldName('busy', '{'),
	reason: fieldName('reason'),
	seconds: fieldName('seconds'),
	vcpus: fieldName('vcpus', '['),
	vcpusReason: fieldName('vcpusReason'),
	memory: fieldName('memory', '{'),
	stats: fieldName('stats', '['),
	tag: fieldName('tag'),
	value: fieldName('value'),
	periodRefusal: fieldName('periodRefusal'),
	disks: fieldName('disks', '['),
	disksReason: fieldName('disksReason'),
	diskSum: fieldName('diskSum', '{'),
	nics: fieldName('nics', '['),
	nicsReason: fieldName('nicsReason'),
};

const diskCounters = counterNames('disk').map((counter) => ({counter, name: fieldName(counter)}));

/** The device whose object is written takes its place in the row of its domain. */
type DomainRow = {-readonly [Field in keyof Row]: Row[Field]};

const writeStats = (text: TextBytes, stats: readonly MemoryStat[]): void => {
	text.piece(names.stats);
	for (const {tag, value} of stats) {
		writeObjectStart(text);
		writeField(text, names.tag, tag);
		writeField(text, names.value, value);
		writeEnd(text, '}');
	}

	writeEnd(text, ']');
};

const writeMemory = (text: TextBytes, row: Row): void => {
	const {stats, reason, periodRefusal} = row.usage.domain.memory;
	text.piece(names.memory);
	writeFields(text, fieldsOf.memory, row);
	if (stats) {
		writeStats(text, stats);
	}

	writeField(text, names.reason, reason);
	writeField(text, names.periodRefusal, periodRefusal);
	writeEnd(text, '}');
};

const writeDiskSum = (text: TextBytes, sum: DiskSum): void => {
	text.piece(names.diskSum);
	for (const {counter, name} of diskCounters) {
		writeExactNumber(text, name, sum[counter]);
	}

	writeField(text, names.reason, sum.reason);
	writeEnd(text, '}');
};

/** Writes the objects of a domain's devices of one kind. Each device takes its place in the row while it is written. */
const writeDevices = <Kind extends 'vcpu' | 'disk' | 'nic'>(
	text: TextBytes,
	kind: Kind,
	devices: readonly DomainRow[Kind][] | undefined,
	row: DomainRow,
): void => {
	if (devices === undefined) {
		return;
	}

	text.piece(names[`${kind}s`]);
	for (const device of devices) {
		row[kind] = device;
		writeObjectStart(text);
		writeFields(text, fieldsOf[kind], row);
		writeEnd(text, '}');
	}

	writeEnd(text, ']');
};

/** A domain with its devices. */
export const writeDomain = (text: TextBytes, usage: DomainUsage): void => {
	const {domain, busy} = usage;
	const row: DomainRow = {key: usage.rowKey, usage, hostName: undefined, hostCpus: undefined};
	writeObjectStart(text);
	writeFields(text, fieldsOf.domain, row);
	if (busy) {
		text.piece(names.busy);
		writeField(text, names.reason, busy.reason);
		writeField(text, names.seconds, busy.seconds);
		writeEnd(text, '}');
	}

	writeDevices(text, 'vcpu', usage.vcpus, {...row});
	writeField(text, names.vcpusReason, domain.vcpusReason);
	writeMemory(text, row);
	writeDevices(text, 'disk', usage.disks, {...row});
	writeField(text, names.disksReason, domain.disksReason);
	if (domain.diskSum) {
		writeDiskSum(text, domain.diskSum);
	}

	writeDevices(text, 'nic', usage.nics, {...row});
	writeField(text, names.nicsReason, domain.nicsReason);
	writeEnd(text, '}');
};
