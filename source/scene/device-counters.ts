import type {DeviceRow} from '../device.ts';
import {unknownText} from '../format.ts';
import type {DiskCounters, NicCounters, Origins, Vcpu} from '../sample.ts';

/** A raw counter as the driver read it, and where from. */
export type Counter = {readonly counter: string; readonly value: string; readonly origin: string};

type VcpuCounters = Omit<Vcpu, 'index'>;

const diskLabels: Readonly<Record<keyof DiskCounters, string>> = {
	readBytes: 'bytes read',
	writeBytes: 'bytes written',
	readSectors: 'sectors read',
	writeSectors: 'sectors written',
	readRequests: 'read requests',
	writeRequests: 'write requests',
	flushRequests: 'flush requests',
	discardRequests: 'discard requests',
	waitedRequests: 'waited for a slot',
	errors: 'failed requests',
	readTimeSeconds: 'read time, s',
	writeTimeSeconds: 'write time, s',
	flushTimeSeconds: 'flush time, s',
};

const nicLabels: Readonly<Record<keyof NicCounters, string>> = {
	receiveBytes: 'bytes received',
	transmitBytes: 'bytes sent',
	receivePackets: 'packets received',
	transmitPackets: 'packets sent',
	receiveErrors: 'receive errors',
	transmitErrors: 'send errors',
	receiveDrops: 'receive drops',
	transmitDrops: 'send drops',
};

const vcpuLabels: Readonly<Record<keyof VcpuCounters, string>> = {
	cpuSeconds: 'time used, s',
	waitSeconds: 'time waited, s',
};

/** What only a VBD counts, and what it does not: no news where the other kind has none. */
const vbdCounters = new Set(['readSectors', 'writeSectors', 'waitedRequests']);
const byteCounters = new Set([
	'readBytes',
	'writeBytes',
	'readTimeSeconds',
	'writeTimeSeconds',
	'flushTimeSeconds',
]);

/** Those that have a value, or an origin that gave none. */
const known = <Key extends string>(
	labels: Readonly<Record<Key, string>>,
	values: Readonly<Partial<Record<Key, number | undefined>>>,
	origins: Readonly<Partial<Record<Key, string>>> | undefined,
	ascii: boolean,
	otherKind: ReadonlySet<string> = new Set(),
): readonly Counter[] => {
	const keys = Object.keys(labels) as Key[];
	return keys
		.filter((key) => values[key] !== undefined || (origins?.[key] !== undefined && !otherKind.has(key)))
		.map((key) => {
			const value = values[key];
			return {
				counter: labels[key],
				value: value === undefined ? unknownText(ascii) : String(Math.round(value * 1000) / 1000),
				origin: origins?.[key] ?? unknownText(ascii),
			};
		});
};

/** Every raw counter of a device; what the driver knows of but could not read is unknown. */
export const deviceCounters = (
	{kind, row}: DeviceRow,
	origins: Origins,
	ascii: boolean,
): readonly Counter[] => {
	switch (kind) {
		case 'disk': {
			const disk = row.disk?.disk;
			const foreign = disk?.readSectors === undefined ? vbdCounters : byteCounters;
			return known(diskLabels, disk ?? {}, origins.disk, ascii, foreign);
		}

		case 'nic': {
			const nic = row.nic?.nic;
			return known(nicLabels, nic ?? {}, nic?.origins ?? origins.nic, ascii);
		}

		default: {
			return known(vcpuLabels, row.vcpu?.vcpu ?? {}, origins.vcpu, ascii);
		}
	}
};
