import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rescaled} from '../../source/usage/domain-usage.ts';
import {published, read} from '../helpers/published.ts';
import {aDisk, aNic} from '../helpers/sample-builder.ts';

describe('devices', () => {
	test('are subtracted one by one, then added up: one that left takes nothing away', () => {
		const usage = published([
			read(100, {disks: [aDisk('vda', {readBytes: 1000}), aDisk('vdb', {readBytes: 90_000})]}),
			read(102, {disks: [aDisk('vda', {readBytes: 1200})]}),
		]);
		expect(usage.readBytesPerSecond).toBe(100);
	});

	test('one that came adds nothing of its past', () => {
		const usage = published([
			read(100, {disks: [aDisk('vda', {readBytes: 1000})]}),
			read(102, {disks: [aDisk('vdb', {readBytes: 90_000}), aDisk('vda', {readBytes: 1200})]}),
		]);
		expect(usage.readBytesPerSecond).toBe(100);
		expect(usage.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual([undefined, 100]);
	});

	test('are known by name, whatever their order', () => {
		const disks = [aDisk('a', {readBytes: 10}), aDisk('b', {readBytes: 5000}), aDisk('c', {readBytes: 0})];
		const later = [aDisk('c', {readBytes: 2}), aDisk('a', {readBytes: 14}), aDisk('b', {readBytes: 5006})];
		const usage = published([read(100, {disks}), read(102, {disks: later})]);
		expect(usage.disks?.map(({disk, readBytesPerSecond}) => [disk.name, readBytesPerSecond])).toEqual([
			['c', 1],
			['a', 2],
			['b', 3],
		]);
	});

	test('what is counted for all of the domain is its sum, whatever its disks are', () => {
		const later = {disks: [aDisk('sda', {readBytes: 8})], diskSum: {readBytes: 900, writeRequests: 4}};
		const usage = published([
			read(100, {disks: [aDisk('sda', {readBytes: 4})], diskSum: {readBytes: 500, writeRequests: 2}}),
			read(102, later),
		]);
		expect([usage.readBytesPerSecond, usage.writeBytesPerSecond, usage.writeRequestsPerSecond]).toEqual([
			200,
			undefined,
			1,
		]);
		expect(rescaled(usage, '512').readBytesPerSecond).toBe(200);
		expect(usage.busiest?.disk.name).toBe('sda');
	});

	test('where that is unknown so is the sum: no disks are no 0 then', () => {
		const reason = 'nobody counts it';
		const usage = published([
			read(100, {disks: [], diskSum: {reason}}),
			read(102, {disks: [], diskSum: {reason}}),
		]);
		for (const one of [usage, rescaled(usage, '512')]) {
			expect([one.readBytesPerSecond, one.writeBytesPerSecond]).toEqual([undefined, undefined]);
		}

		expect(published([read(100, {disks: []}), read(102, {disks: []})]).readBytesPerSecond).toBe(0);
	});

	test('NICs and vCPUs too', () => {
		const usage = published([
			read(100, {
				nics: [aNic('tap0', {receiveBytes: 0, transmitBytes: 10}), aNic('tap1', {receiveBytes: 7})],
				vcpus: [
					{index: 0, cpuSeconds: 1},
					{index: 3, cpuSeconds: 2},
				],
			}),
			read(102, {
				nics: [aNic('tap1', {receiveBytes: 9}), aNic('tap0', {receiveBytes: 200, transmitBytes: 10})],
				vcpus: [{index: 3, cpuSeconds: 4}],
			}),
		]);
		expect([usage.receiveBytesPerSecond, usage.transmitBytesPerSecond]).toEqual([101, 0]);
		expect(usage.vcpus?.map(({cpuPercent}) => cpuPercent)).toEqual([100]);
	});

	test('one that was detached and attached again has no past, even where its counters are higher', () => {
		const devices = (disk: string | undefined, nic: string | undefined, count: number) => ({
			disks: [aDisk('xvda', {incarnation: disk, readBytes: count}), aDisk('xvdb', {readBytes: count})],
			nics: [aNic('vif1.0', {incarnation: nic, receiveBytes: count})],
		});
		const again = published([read(100, devices('1', '1', 100)), read(102, devices('2', '1', 300))]);
		expect(again.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual([undefined, 100]);
		expect([again.readBytesPerSecond, again.receiveBytesPerSecond]).toEqual([100, 100]);
		const nic = published([read(100, devices('1', '1', 100)), read(102, devices('1', '2', 300))]);
		expect([nic.readBytesPerSecond, nic.receiveBytesPerSecond]).toEqual([200, undefined]);
		const next = published([
			read(100, devices('1', '1', 100)),
			read(102, devices('2', '2', 300)),
			read(104, devices('2', '2', 340)),
		]);
		expect([next.readBytesPerSecond, next.receiveBytesPerSecond]).toEqual([40, 20]);
	});

	test('one of which that can be seen no more, or only now, has none either', () => {
		const disks = (incarnation: string | undefined, readBytes: number) => [
			aDisk('xvda', {incarnation, readBytes}),
		];
		for (const [before, after] of [
			['1', undefined],
			[undefined, '1'],
		]) {
			const usage = published([read(100, {disks: disks(before, 10)}), read(102, {disks: disks(after, 20)})]);
			expect(usage.readBytesPerSecond).toBeUndefined();
		}
	});

	test('one of another source has rates by its own clock, the others by that of the domain', () => {
		const devices = (bytes: number, at: number | undefined) => ({
			disks: [aDisk('xvdh', {readBytes: bytes, at}), aDisk('xvda', {readBytes: bytes})],
			nics: [aNic('vif1.0', {receiveBytes: bytes, at}), aNic('vif1.1', {receiveBytes: bytes})],
		});
		const late = published([read(100, devices(0, 98)), read(102, devices(200, 102))]);
		expect(late.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual([50, 100]);
		expect(late.nics?.map(({receiveBytesPerSecond}) => receiveBytesPerSecond)).toEqual([50, 100]);
		expect(rescaled(late, '512').disks).toEqual(late.disks);
		const same = published([read(100, devices(0, 98)), read(102, devices(0, 98))]);
		expect(same.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual([undefined, 0]);
		const came = published([read(100, devices(0, undefined)), read(102, devices(200, 101))]);
		expect(came.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual([200, 100]);
	});

	test('unknown devices have unknown rates; no devices have rates of 0', () => {
		const unknown = published([read(100), read(102)]);
		expect([unknown.disks, unknown.readBytesPerSecond, unknown.receiveBytesPerSecond]).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		const none = published([read(100, {disks: [], nics: []}), read(102, {disks: [], nics: []})]);
		expect([none.readBytesPerSecond, none.receiveBytesPerSecond, none.busiest]).toEqual([0, 0, undefined]);
	});

	test('a disk called __proto__ is a disk', () => {
		const disks = (readBytes: number) => [aDisk('__proto__', {readBytes}), aDisk('constructor', {readBytes})];
		const usage = published([read(100, {disks: disks(0)}), read(101, {disks: disks(8)})]);
		expect(usage.readBytesPerSecond).toBe(16);
	});

	test('the sum is that of the parts, whatever comes, goes and is reset', () => {
		const disk = fc.record({
			name: fc.constantFrom('a', 'b', 'c', 'd'),
			readBytes: fc.option(fc.nat(), {nil: undefined}),
		});
		const disks = fc.uniqueArray(disk, {selector: ({name}) => name});
		fc.assert(
			fc.property(disks, disks, (one, two) => {
				const usage = published([read(100, {disks: one}), read(101, {disks: two})]);
				const expected = two.map(({name, readBytes}) => {
					const past = one.find((other) => other.name === name)?.readBytes;
					return past === undefined || readBytes === undefined || readBytes < past
						? undefined
						: readBytes - past;
				});
				expect(usage.disks?.map(({readBytesPerSecond}) => readBytesPerSecond)).toEqual(expected);
				const known = expected.filter((value) => value !== undefined);
				expect(usage.readBytesPerSecond).toBe(
					two.length > 0 && known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0),
				);
			}),
		);
	});
});
