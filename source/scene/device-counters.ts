import type {DeviceRow} from '../columns/device.ts';
import {
	type CounterGroup,
	type CounterName,
	type CounterTexts,
	type CounterValues,
	counterEntries,
} from '../model/counters.ts';
import type {Origins} from '../model/sample.ts';
import {unknownText} from '../text/format.ts';

/** A raw counter as the driver read it, and its origin: where the driver read it. */
export type Counter = {readonly counter: string; readonly value: string; readonly origin: string};

type Label<Group extends CounterGroup> = {
	readonly name: CounterName<Group>;
	readonly label: string;
	/** The only kind of disk that has the counter. Undefined: both kinds have it. */
	readonly disks: 'vbd' | 'other' | undefined;
};

const labelsOf = <Group extends CounterGroup>(group: Group): readonly Label<Group>[] =>
	counterEntries(group).map(([name, {label = String(name), unit, disks}]) => ({
		name,
		label: unit === 'seconds' ? `${label}, s` : label,
		disks,
	}));

const labels = {disk: labelsOf('disk'), nic: labelsOf('nic'), vcpu: labelsOf('vcpu')};

/**
Counters with a value, and counters whose origin gave no value. A counter of the other kind of disk is left out without a
value: that a disk lacks it is no news.
*/
const known = <Group extends CounterGroup>(
	all: readonly Label<Group>[],
	values: CounterValues<Group>,
	origins: CounterTexts<Group> | undefined,
	ascii: boolean,
	otherKind: 'vbd' | 'other' | 'none' = 'none',
): readonly Counter[] =>
	all
		.filter(
			({name, disks}) => values[name] !== undefined || (origins?.[name] !== undefined && disks !== otherKind),
		)
		.map(({name, label}) => {
			const value = values[name];
			return {
				counter: label,
				value: value === undefined ? unknownText(ascii) : String(Math.round(value * 1000) / 1000),
				origin: origins?.[name] ?? unknownText(ascii),
			};
		});

/** Every raw counter of a device; a counter that has an origin but could not be read is unknown. */
export const deviceCounters = (
	{kind, row}: DeviceRow,
	origins: Origins,
	ascii: boolean,
): readonly Counter[] => {
	switch (kind) {
		case 'disk': {
			const disk = row.disk?.disk;
			return known(
				labels.disk,
				disk ?? {},
				origins.disk,
				ascii,
				disk?.readSectors === undefined ? 'vbd' : 'other',
			);
		}

		case 'nic': {
			const nic = row.nic?.nic;
			return known(labels.nic, nic ?? {}, nic?.origins ?? origins.nic, ascii);
		}

		default: {
			return known(labels.vcpu, row.vcpu?.vcpu ?? {}, origins.vcpu, ascii);
		}
	}
};
