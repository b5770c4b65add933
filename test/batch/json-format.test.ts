import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {anyText} from '../helpers/any-text.ts';
import {jsonLine} from '../helpers/batch-lines.ts';
import {completeDomain, diskCounters, nicCounters, twice} from '../helpers/complete-domain.ts';
import {
	aDisk,
	aDomain,
	aNic,
	aReading,
	aSample,
	momentAt,
	usageAfter,
	usageWith,
} from '../helpers/sample-builder.ts';

const parse = (usage: Usage): ReturnType<typeof JSON.parse> => JSON.parse(jsonLine(usage));

const full = usageAfter(
	[100, 101].map((at) => [aReading(aSample([completeDomain(at)], {host: {at, cpuSeconds: at}}))]),
);

describe('the names of the design', () => {
	const line = parse(full);
	const [domain] = line.domains;

	test('a line', () => {
		expect(Object.keys(line)).toEqual(['time', 'interval', 'connections', 'hosts', 'domains', 'problems']);
		expect([line.time, line.interval]).toEqual(['2026-11-20T12:00:01.000Z', 1]);
	});

	test('connections and hosts', () => {
		expect(line.connections).toEqual([
			{uri: 'qmp:', driver: 'qemu', state: 'reading', message: 'Reading qmp:.', host: 'host-1'},
		]);
		expect(line.hosts).toEqual([
			{
				id: 'host-1',
				name: 'alpha',
				cpus: 8,
				memoryKiB: 16 * 2 ** 20,
				memoryFreeKiB: 4 * 2 ** 20,
				cpuPercent: 100,
			},
		]);
		const simulated = usageAfter([[aReading(aSample([]), {simulated: true})]]);
		expect(parse(simulated).connections[0].simulated).toBe(true);
	});

	test('a domain', () => {
		expect(domain).toMatchObject({
			key: 'web',
			uri: 'qmp:',
			driver: 'qemu',
			host: 'host-1',
			id: 4711,
			uuid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
			name: 'web',
			state: 'running',
			incarnation: 'first',
			age: 0,
			interval: 1,
			busy: {reason: 'a backup', seconds: 3},
			cpuSeconds: 4.5,
			cpuPercent: 50,
			vcpuCount: 2,
			vcpus: [{index: 0, cpuSeconds: 2, waitSeconds: 1, cpuPercent: 100, waitPercent: 50}],
		});
	});

	test('its memory', () => {
		expect(domain.memory).toMatchObject({
			currentKiB: 1000,
			maximumKiB: 2000,
			targetKiB: 1500,
			residentKiB: 900,
			period: 2,
			statsAge: 1,
			stats: [
				{tag: 'swap_in', value: 6},
				{tag: 'swap_out', value: 0},
				{tag: 'major_fault', value: 9},
				{tag: 'minor_fault', value: 100},
				{tag: 'last_update', value: 1_795_220_757},
			],
			swapInKiBPerSecond: 2,
			swapOutKiBPerSecond: 0,
			majorFaultsPerSecond: 1,
		});
		expect(Object.keys(domain.memory).filter((name) => /_/.test(name))).toEqual([]);
	});

	test('its disks, VBDs in sectors too', () => {
		const [vda, xvdb] = domain.disks;
		expect(vda).toMatchObject({
			name: 'vda',
			source: '/images/web.qcow2',
			backend: 'qemu',
			...twice(diskCounters),
			readBytesPerSecond: 1,
			writeBytesPerSecond: 2,
			readRequestsPerSecond: 3,
			writeRequestsPerSecond: 4,
			flushRequestsPerSecond: 5,
			readLatencySeconds: 3,
			writeLatencySeconds: 2.5,
			queueDepth: 30,
		});
		expect(Object.keys(vda).filter((name) => /sector/i.test(name))).toEqual([]);
		expect(xvdb).toMatchObject({
			readSectors: 20,
			writeSectors: 40,
			sectorBytes: 4096,
			physicalSectorBytes: 4096,
			readBytes: 20 * 4096,
			readBytesPerSecond: 10 * 4096,
		});
	});

	test('why the bytes of a disk may be wrong, where they may', () => {
		const disks = [aDisk('xvda', {doubt: 'the factor is not known'}), aDisk('vda')];
		const [domain] = parse(usageWith(aDomain('web', {disks}))).domains;
		expect(domain.disks).toEqual([{name: 'xvda', doubt: 'the factor is not known'}, {name: 'vda'}]);
	});

	test('a sector of 512 bytes where that was chosen, beside the physical one', () => {
		const readings = [100, 101].map((at) => [aReading(aSample([completeDomain(at)], {host: {at}}))]);
		let usage: Usage | undefined;
		for (const [index, reading] of readings.entries()) {
			usage = usageOf(usage, reading, momentAt(100 + index, '512'));
		}

		expect(usage && parse(usage).domains[0].disks[1]).toMatchObject({
			readSectors: 20,
			sectorBytes: 512,
			physicalSectorBytes: 4096,
			readBytes: 20 * 512,
			readBytesPerSecond: 10 * 512,
		});
	});

	test('its NICs', () => {
		expect(domain.nics[0]).toMatchObject({
			name: 'tap0',
			mac: '52:54:00:12:34:56',
			...twice(nicCounters),
			receiveBytesPerSecond: 1,
			transmitBytesPerSecond: 2,
			receivePacketsPerSecond: 3,
			transmitPacketsPerSecond: 4,
		});
	});

	test('problems', () => {
		const problem = {kind: 'silent', domain: 'web', message: 'It does not answer.', advice: 'Look at it.'};
		const usage = usageAfter([[aReading(aSample([aDomain('web')], {problems: [problem]}))]]);
		expect(parse(usage).problems).toEqual([
			{...problem, uri: 'qmp:', name: 'web', since: '2026-11-20T12:00:00.000Z'},
		]);
	});
});

describe('what is unknown is absent', () => {
	test('of a domain of which nothing is known', () => {
		const line = parse(usageWith(aDomain('web', {disks: [aDisk('vda')], nics: [aNic('tap0')]})));
		expect(line.domains).toEqual([
			{
				key: 'web',
				uri: 'qmp:',
				driver: 'qemu',
				host: 'host-1',
				name: 'web',
				state: 'running',
				incarnation: 'first',
				age: 0,
				memory: {balloonState: 'unknown'},
				disks: [{name: 'vda'}],
				nics: [{name: 'tap0'}],
			},
		]);
		expect('interval' in line).toBe(false);
	});

	test('and says why, where the driver does', () => {
		const [domain] = parse(
			usageWith(
				aDomain('web', {
					disksReason: 'no QMP socket',
					nicsReason: 'not root',
					vcpusReason: 'busy',
					memory: {reason: 'no QMP socket'},
				}),
			),
		).domains;
		expect([domain.disksReason, domain.nicsReason, domain.vcpusReason, domain.memory.reason]).toEqual([
			'no QMP socket',
			'not root',
			'busy',
			'no QMP socket',
		]);
	});

	test('and so is what is no number, on every level', () => {
		const bad = Number.NaN;
		const domain = aDomain('web', {
			cpuSeconds: bad,
			id: Number.POSITIVE_INFINITY,
			busy: {reason: 'x', seconds: bad},
			cpuRate: {percent: bad, interval: 1},
			diskSum: {readBytes: bad, readTimeSeconds: bad, writeBytes: 1},
			memory: {currentKiB: bad, statsAge: bad, stats: [{tag: 'unused', value: bad}]},
			disks: [aDisk('vda', {readBytes: bad, readSectors: 4, physicalSectorBytes: bad})],
		});
		const line = jsonLine(usageAfter([[aReading(aSample([domain], {host: {memoryKiB: bad, cpus: bad}}))]]));
		expect(line).not.toMatch(/null|NaN|Infinity/);
	});
});

test('numbers have no digits that are only the computer’s', () => {
	const [domain] = parse(usageWith(aDomain('web', {cpuSeconds: 0.1 + 0.2}))).domains;
	expect(domain.cpuSeconds).toBe(0.3);
});

test('whatever names are like, a refresh is one line that reads back', () => {
	fc.assert(
		fc.property(anyText(), (name) => {
			const line = jsonLine(usageWith(aDomain('web', {name, disks: [aDisk('__proto__', {readBytes: 1})]})));
			expect(line).not.toMatch(/[\r\n]/);
			const [domain] = JSON.parse(line).domains;
			expect([domain.name, domain.disks[0].name]).toEqual([name, '__proto__']);
		}),
	);
});

test('where only how old statistics are at least is known, the age says so', () => {
	const memory = {balloon: 'present', period: 2, statsAgeAtLeast: 4, stats: []} as const;
	const [domain] = parse(usageWith(aDomain('web', {memory}))).domains;
	expect(domain.memory).toMatchObject({statsAge: 4, statsAgeAtLeast: true});
	const [fresh] = parse(usageWith(aDomain('web', {memory: {...memory, statsAgeAtLeast: 0}}))).domains;
	expect(fresh.memory).not.toHaveProperty('statsAge');
});
