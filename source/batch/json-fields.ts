import {type CellContext, type Column, type Noun, type Row, rawContext} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import {counterValue} from '../columns/counter-column.ts';
import {statsAgeAtLeast} from '../columns/memory-columns.ts';
import {type CounterGroup, counterNames, counters} from '../model/counters.ts';
import {type FieldName, type FieldValue, fieldName, writeField} from './json-bytes.ts';
import type {TextBytes} from './text-bytes.ts';

/** A field of an object of JSON, and how a row gives its value. */
type Field = {readonly name: FieldName; readonly value: (row: Row, context: CellContext) => FieldValue};

const field = (name: string, value: Field['value']): Field => ({name: fieldName(name), value});

/** The columns of a noun, without the statistics of memory: `stats` has them together. */
const columnsOf = (noun: Noun, all: readonly Column[]): readonly Column[] =>
	all.filter((column) => column.noun === noun && !(column.raw in counters.memory));

const columnFields = (list: readonly Column[]): readonly Field[] =>
	list.map(({raw, value}) => field(raw, value));

/** The columns of a device, then its counters that have no column. */
const deviceFields = <Group extends Exclude<CounterGroup, 'memory'>>(
	group: Group,
	all: readonly Column[],
): readonly Field[] => {
	const columned = columnsOf(group, all);
	const others = counterNames(group).filter((name) => columned.every(({raw}) => raw !== name));
	return [...columnFields(columned), ...others.map((name) => field(String(name), counterValue[group](name)))];
};

/** The fields of each object that rows give, in their order. */
export const fieldsOf = {
	domain: [
		field('key', ({usage}) => usage.domain.key),
		...columnFields(columnsOf('domain', columns.domains)),
		field('unproven', ({usage}) => usage.isUnproven),
		field('interval', ({usage}) => usage.interval),
	],
	vcpu: deviceFields('vcpu', columns.cpu),
	memory: [
		...columnFields(columnsOf('memory', columns.memory)),
		field('statsAgeAtLeast', ({usage}) => (statsAgeAtLeast(usage) === undefined ? undefined : true)),
	],
	disk: [...deviceFields('disk', columns.disks), field('interval', ({disk}) => disk?.interval)],
	nic: deviceFields('nic', columns.nics),
} satisfies Readonly<Record<Noun, readonly Field[]>>;

export const writeFields = (text: TextBytes, fields: readonly Field[], row: Row): void => {
	for (const {name, value} of fields) {
		writeField(text, name, value(row, rawContext));
	}
};
