import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {diskUsage} from '../../source/usage/disk-usage.ts';
import {changed} from '../helpers/plain-of.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const before = aDisk('vda', {
	readBytes: 1000,
	writeBytes: 2000,
	readRequests: 10,
	writeRequests: 20,
	flushRequests: 1,
	readTimeSeconds: 1,
	writeTimeSeconds: 2,
	flushTimeSeconds: 0.5,
});
const after = aDisk('vda', {
	readBytes: 5000,
	writeBytes: 2000,
	readRequests: 50,
	writeRequests: 20,
	flushRequests: 5,
	readTimeSeconds: 1.2,
	writeTimeSeconds: 2,
	flushTimeSeconds: 0.7,
});

describe('diskUsage', () => {
	test('divides what was added by the seconds between', () => {
		expect(diskUsage(before, after, 4, 'physical')).toMatchObject({
			readBytes: 5000,
			writeBytes: 2000,
			readBytesPerSecond: 1000,
			writeBytesPerSecond: 0,
			readRequestsPerSecond: 10,
			writeRequestsPerSecond: 0,
			flushRequestsPerSecond: 1,
			sectorBytes: undefined,
		});
	});

	test('tells the seconds of its rates only where it has moments of its own', () => {
		expect(diskUsage(before, after, 4, 'physical').interval).toBeUndefined();
		expect(diskUsage({...before, at: 96}, {...after, at: 99.5}, 3.5, 'physical').interval).toBe(3.5);
		expect(diskUsage(undefined, {...after, at: 99.5}, undefined, 'physical').interval).toBeUndefined();
	});

	test('latency is time per request, and unknown where no request was made', () => {
		const usage = diskUsage(before, after, 4, 'physical');
		expect(usage.readLatencySeconds).toBeCloseTo(0.2 / 40, 12);
		expect(usage.writeLatencySeconds).toBeUndefined();
	});

	test('queue depth is the time of all requests, flushes too, per time', () => {
		expect(diskUsage(before, after, 4, 'physical').queueDepth).toBeCloseTo((0.2 + 0.2) / 4, 12);
		expect(diskUsage(before, before, 4, 'physical').queueDepth).toBe(0);
	});

	test('queue depth leaves out flushes that are not counted, and is unknown where they were reset', () => {
		const {flushTimeSeconds, ...uncounted} = after;
		expect(diskUsage(before, uncounted, 4, 'physical').queueDepth).toBeCloseTo(0.2 / 4, 12);
		expect(diskUsage(before, {...after, flushTimeSeconds: 0}, 4, 'physical').queueDepth).toBeUndefined();
		expect(
			diskUsage({...before, readTimeSeconds: undefined}, after, 4, 'physical').queueDepth,
		).toBeUndefined();
	});

	test('a new disk, an interval that is unknown or none at all: counters without rates', () => {
		for (const usage of [
			diskUsage(undefined, after, 4, 'physical'),
			diskUsage(before, after, undefined, 'physical'),
			diskUsage(before, after, 0, 'physical'),
		]) {
			const {disk, readBytes, writeBytes, ...rates} = changed(usage, {});
			expect({disk, readBytes, writeBytes}).toEqual({disk: after, readBytes: 5000, writeBytes: 2000});
			expect(Object.values(rates).filter((value) => value !== undefined)).toEqual([]);
		}
	});

	test('a reset makes one interval unknown, and only of the counter that fell', () => {
		const reset = {...after, readBytes: 3};
		const usage = diskUsage(before, reset, 4, 'physical');
		expect(usage.readBytesPerSecond).toBeUndefined();
		expect(usage.writeBytesPerSecond).toBe(0);
		expect(diskUsage(reset, {...reset, readBytes: 7}, 4, 'physical').readBytesPerSecond).toBe(1);
	});

	test('a wrap of 32-bit counters goes on, of times and of other counters it does not', () => {
		const high = aDisk('xvda', {readRequests: 2 ** 32 - 8, readTimeSeconds: 2 ** 32 - 8, counterBits: 32});
		const low = aDisk('xvda', {readRequests: 8, readTimeSeconds: 8, counterBits: 32});
		const usage = diskUsage(high, low, 4, 'physical');
		expect(usage.readRequestsPerSecond).toBe(4);
		expect(usage.readLatencySeconds).toBeUndefined();
		expect(
			diskUsage({...high, counterBits: undefined}, {...low, counterBits: undefined}, 4, 'physical')
				.readRequestsPerSecond,
		).toBeUndefined();
	});

	test('a disk without counters has none, never 0', () => {
		const usage = diskUsage(aDisk('vdb'), aDisk('vdb', {reason: 'no medium'}), 4, 'physical');
		const {disk, ...rest} = changed(usage, {});
		expect(disk.reason).toBe('no medium');
		expect(Object.values(rest).filter((value) => value !== undefined)).toEqual([]);
	});
});

describe('sectors', () => {
	const vbd = (readSectors: number, physicalSectorBytes?: number) =>
		aDisk('xvda', {readSectors, writeSectors: 0, physicalSectorBytes});

	test('count for their physical size or for 512 bytes, as the person chose', () => {
		const physical = diskUsage(vbd(100, 4096), vbd(300, 4096), 2, 'physical');
		expect(physical).toMatchObject({
			sectorBytes: 4096,
			readBytes: 300 * 4096,
			readBytesPerSecond: 100 * 4096,
		});
		const small = diskUsage(vbd(100, 4096), vbd(300, 4096), 2, '512');
		expect(small).toMatchObject({sectorBytes: 512, readBytes: 300 * 512, readBytesPerSecond: 100 * 512});
		expect(small.writeBytesPerSecond).toBe(0);
	});

	test('of unknown physical size count for 512 bytes', () => {
		expect(diskUsage(vbd(0), vbd(4), 2, 'physical')).toMatchObject({
			sectorBytes: 512,
			readBytesPerSecond: 1024,
		});
	});

	test('the choice changes the bytes by one factor and no counter', () => {
		fc.assert(
			fc.property(
				fc.nat(2 ** 31),
				fc.nat(2 ** 31),
				fc.constantFrom(512, 520, 4096),
				fc.integer({min: 1, max: 60}),
				(start, added, size, seconds) => {
					const [one, two] = [vbd(start, size), vbd(start + added, size)];
					const physical = diskUsage(one, two, seconds, 'physical');
					const small = diskUsage(one, two, seconds, '512');
					expect(physical.disk).toBe(small.disk);
					expect(physical.readBytes).toBeCloseTo(((small.readBytes ?? 0) / 512) * size, 3);
					expect(physical.readBytesPerSecond).toBeCloseTo(((small.readBytesPerSecond ?? 0) / 512) * size, 3);
				},
			),
		);
	});
});
