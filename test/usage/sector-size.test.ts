import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {diskUsage, ratesUnder} from '../../source/usage/disk-usage.ts';
import {sectorSize, sectorsDiffer} from '../../source/usage/sector-size.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const vbd = (sectors: number, physicalSectorBytes?: number) =>
	aDisk('xvda', {readSectors: sectors, writeSectors: sectors * 2, physicalSectorBytes});

describe('sectorSize', () => {
	test('is the physical one or 512, and 512 where the physical one is unknown', () => {
		expect([sectorSize(vbd(1, 4096), 'physical'), sectorSize(vbd(1, 4096), '512')]).toEqual([4096, 512]);
		expect([sectorSize(vbd(1), 'physical'), sectorSize(vbd(1), '512')]).toEqual([512, 512]);
	});

	test('is none where bytes are counted, whatever is known of the disk', () => {
		expect(sectorSize(aDisk('vda', {readBytes: 1, physicalSectorBytes: 4096}), 'physical')).toBeUndefined();
	});
});

test('the choices differ where sectors are counted and the physical ones are no 512 bytes', () => {
	expect(sectorsDiffer(vbd(0, 4096))).toBe(true);
	expect(sectorsDiffer(aDisk('xvda', {writeSectors: 0, physicalSectorBytes: 520}))).toBe(true);
	expect(sectorsDiffer(vbd(0, 512))).toBe(false);
	expect(sectorsDiffer(vbd(0))).toBe(false);
	expect(sectorsDiffer(aDisk('vda', {readBytes: 0, physicalSectorBytes: 4096}))).toBe(false);
	expect(sectorsDiffer(aDisk('xvda', {physicalSectorBytes: 4096, reason: 'gone'}))).toBe(false);
});

describe('ratesUnder', () => {
	test('gives what the other choice would have, and unknown where it is', () => {
		const physical = diskUsage(vbd(0, 4096), vbd(100, 4096), 2, 'physical');
		expect(ratesUnder(physical, 'physical')).toEqual([50 * 4096, 100 * 4096]);
		expect(ratesUnder(physical, '512')).toEqual([50 * 512, 100 * 512]);
		expect(ratesUnder(diskUsage(undefined, vbd(1, 4096), 2, 'physical'), '512')).toEqual([
			undefined,
			undefined,
		]);
	});

	test('is the same for a disk whose bytes are counted', () => {
		const usage = diskUsage(aDisk('vda', {readBytes: 0}), aDisk('vda', {readBytes: 10}), 2, 'physical');
		expect(ratesUnder(usage, '512')).toEqual([5, undefined]);
	});

	test('is what diskUsage makes of the same readings under that choice', () => {
		fc.assert(
			fc.property(
				fc.nat(2 ** 30),
				fc.nat(2 ** 30),
				fc.constantFrom(undefined, 512, 520, 4096),
				fc.constantFrom('physical', '512'),
				fc.constantFrom('physical', '512'),
				(start, added, size, one, other) => {
					const usage = (choice: 'physical' | '512') =>
						diskUsage(vbd(start, size), vbd(start + added, size), 3, choice);
					const [read, written] = ratesUnder(usage(one), other);
					expect(read).toBeCloseTo(usage(other).readBytesPerSecond ?? Number.NaN, 3);
					expect(written).toBeCloseTo(usage(other).writeBytesPerSecond ?? Number.NaN, 3);
				},
			),
		);
	});
});
