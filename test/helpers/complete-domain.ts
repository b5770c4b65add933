import type {Domain} from '../../source/model/sample.ts';
import {aDisk, aDomain, aNic} from './sample-builder.ts';

export const diskCounters = {
	readBytes: 1,
	writeBytes: 2,
	readRequests: 3,
	writeRequests: 4,
	flushRequests: 5,
	discardRequests: 6,
	waitedRequests: 7,
	errors: 8,
	readTimeSeconds: 9,
	writeTimeSeconds: 10,
	flushTimeSeconds: 11,
};

export const nicCounters = {
	receiveBytes: 1,
	transmitBytes: 2,
	receivePackets: 3,
	transmitPackets: 4,
	receiveErrors: 5,
	transmitErrors: 6,
	receiveDrops: 7,
	transmitDrops: 8,
};

export const twice = <Counters extends object>(counters: Counters): Counters =>
	Object.fromEntries(Object.entries(counters).map(([name, value]) => [name, value * 2])) as Counters;

/** A domain with all that a driver can know: at second 100, and a second later with every counter doubled. */
export const completeDomain = (at: number): Domain => {
	const later = at > 100;
	const grow = <Counters extends object>(counters: Counters): Counters =>
		later ? twice(counters) : counters;
	return aDomain('web', {
		at,
		uuid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
		id: 4711,
		busy: {reason: 'a backup', seconds: 3},
		cpuSeconds: later ? 4.5 : 4,
		vcpuCount: 2,
		vcpus: [{index: 0, ...grow({cpuSeconds: 1, waitSeconds: 0.5})}],
		memory: {
			currentKiB: 1000,
			maximumKiB: 2000,
			targetKiB: 1500,
			residentKiB: 900,
			balloon: 'present',
			period: 2,
			statsAge: 1,
			stats: [
				{tag: 'swap_in', value: later ? 6 : 4},
				{tag: 'swap_out', value: 0},
				{tag: 'major_fault', value: later ? 9 : 8},
				{tag: 'minor_fault', value: 100},
				{tag: 'last_update', value: 1_795_220_756 + (at - 100)},
			],
		},
		disks: [
			aDisk('vda', {source: '/images/web.qcow2', backend: 'qemu', ...grow(diskCounters)}),
			aDisk('xvdb', {...grow({readSectors: 10, writeSectors: 20}), physicalSectorBytes: 4096}),
		],
		nics: [aNic('tap0', {mac: '52:54:00:12:34:56', ...grow(nicCounters)})],
	});
};
