import {readFileSync} from 'node:fs';
import type {CounterTexts} from '../../source/model/counters.ts';
import {knownNumber} from '../../source/model/known-count.ts';
import type {NicCounters} from '../../source/model/sample.ts';
import {type Readable, refusalOf} from './read-file.ts';
import {rooted} from './rooted.ts';

/**
The columns after an interface's name: eight of what the host's end received, then eight of what it transmitted. The
guest transmitted what the host's end received.
*/
const columns: readonly (readonly [keyof NicCounters, number, string])[] = [
	['transmitBytes', 0, 'Receive bytes'],
	['transmitPackets', 1, 'Receive packets'],
	['transmitErrors', 2, 'Receive errs'],
	['transmitDrops', 3, 'Receive drop'],
	['receiveBytes', 8, 'Transmit bytes'],
	['receivePackets', 9, 'Transmit packets'],
	['receiveErrors', 10, 'Transmit errs'],
	['receiveDrops', 11, 'Transmit drop'],
];

/** Where each counter comes from, for the device page. */
export const netDeviceOrigins: CounterTexts<'nic'> = Object.fromEntries(
	columns.map(([counter, , column]) => [counter, `${column} of /proc/net/dev`]),
);

const countersOf = (numbers: readonly string[]): NicCounters => {
	const counters: Partial<Record<keyof NicCounters, number>> = {};
	for (const [counter, column] of columns) {
		const value = knownNumber(Number(numbers[column]));
		if (value !== undefined) {
			counters[counter] = value;
		}
	}

	return counters;
};

/**
Reads the counters of every network interface of this host, each in the direction of a guest at its other end. They come
from one reading of /proc/net/dev (proc(5); net/core/net-procfs.c), in the order of the kernel. A line with fewer columns,
or with a column that is no number, is left out. The kernel counts missed packets as drops. The names are the kernel's,
not cleaned.
*/
export const readNetDevices = (root: string): Readable<ReadonlyMap<string, NicCounters>> => {
	let text: string;
	try {
		text = readFileSync(rooted(root, '/proc/net/dev'), 'utf8');
	} catch (error) {
		return {refusal: refusalOf(error)};
	}

	const devices = new Map<string, NicCounters>();
	for (const line of text.split('\n')) {
		// Old kernels leave no blank after the colon, and let a name hold a colon.
		const [, name, numbers] = /^ *(\S+?):[ ]*([0-9]+(?: +[0-9]+){11,}) *$/.exec(line) ?? [];
		if (name !== undefined && numbers !== undefined) {
			devices.set(name, countersOf(numbers.split(/ +/)));
		}
	}

	return {value: devices};
};
