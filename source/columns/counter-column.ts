import {type CounterGroup, type CounterName, type CounterUnit, counters} from '../model/counters.ts';
import {memoryStat} from '../model/memory-stat.ts';
import type {Kind} from '../text/format.ts';
import {diskCounterReader} from '../usage/disk-counter-reader.ts';
import type {Column, Row} from './column.ts';

type Value = (row: Row) => number | undefined;

/** Reads a counter of a group from a row. Undefined: unknown. */
export const counterValue: {readonly [Group in CounterGroup]: (counter: CounterName<Group>) => Value} = {
	disk: (counter) => {
		const read = diskCounterReader(counter);
		return ({disk}) => disk && read(disk);
	},
	nic:
		(counter) =>
		({nic}) =>
			nic?.nic[counter],
	vcpu:
		(counter) =>
		({vcpu}) =>
			vcpu?.vcpu[counter],
	memory:
		(tag) =>
		({usage}) =>
			memoryStat(usage.domain.memory, tag),
};

/** The kind in which a counter of each unit is shown. A `date` has a form of its own on the domain page. */
export const kindOfUnit: Readonly<Record<CounterUnit, Kind>> = {
	bytes: 'bytes',
	kibibytes: 'kibibytes',
	count: 'integer',
	seconds: 'duration',
	date: 'integer',
};

/** The column of a counter: its unit and its value come from the table of counters. */
export const counterColumn = <Group extends CounterGroup>(
	group: Group,
	counter: CounterName<Group>,
	text: Pick<Column, 'key' | 'header' | 'help' | 'width' | 'priority'>,
): Column => ({
	...text,
	raw: String(counter),
	noun: group,
	kind: kindOfUnit[counters[group][counter].unit],
	value: counterValue[group](counter),
});
