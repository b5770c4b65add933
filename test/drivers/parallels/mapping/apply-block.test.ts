import {describe, expect, test} from 'vitest';
import {applyBlock} from '../../../../drivers/parallels/mapping/apply-block.ts';
import type {MachineReading} from '../../../../drivers/parallels/mapping/machine-reading.ts';
import {someBlock} from './some-machine.ts';

type Counters = Readonly<Record<string, number>>;

/** Blocks a second apart, the first at second 100. */
const readingOf = (...blocks: readonly Counters[]): MachineReading => {
	let reading: MachineReading | undefined;
	for (const [index, counters] of blocks.entries()) {
		reading = applyBlock(reading, someBlock(counters), {at: 100 + index, wall: 5000 + index * 1000});
	}

	return reading as MachineReading;
};

const counts = {'guest.vcpu0.time': 1e9, 'devices.scsi0.read_total': 5000, 'net.nic0.bytes_in': 70};

describe('a reading', () => {
	test('is as old as the event that changed a counter, by both clocks', () => {
		const {changedAt, changedWall} = readingOf(
			counts,
			{...counts, 'net.nic0.bytes_in': 71},
			{
				...counts,
				'net.nic0.bytes_in': 71,
			},
		);
		expect({changedAt, changedWall}).toEqual({changedAt: 101, changedWall: 6000});
	});

	test('is not made by what misleads, is a size, or has a rhythm of its own', () => {
		for (const name of [
			'guest.cpu.usage',
			'guest.cpu.time',
			'host.cpu.time',
			'guest.ram.usage',
			'guest.fs0.free',
			'net.classful.traffic',
		]) {
			const {changedAt, block} = readingOf({...counts, [name]: 1}, {...counts, [name]: 2});
			expect([name, changedAt]).toEqual([name, 100]);
			expect(block.counters.get(name)).toBe(2);
		}
	});

	test('is not made by a device that came or went', () => {
		const disk = {'devices.scsi1.read_total': 9};
		expect(readingOf(counts, {...counts, ...disk}).changedAt).toBe(100);
		expect(readingOf({...counts, ...disk}, counts).changedAt).toBe(100);
	});

	test('is not made by a counter that is unknown, nor does it fall', () => {
		const unknown = {...counts, 'devices.scsi0.read_total': 2 ** 64};
		expect(readingOf(counts, unknown, counts)).toMatchObject({changedAt: 100, starts: 1});
	});

	test('that was torn is one reading, and no interval of a second', () => {
		const at = (cpu: number, read: number): Counters => ({
			...counts,
			'guest.vcpu0.time': cpu,
			'devices.scsi0.read_total': read,
		});
		const interval = (value: number): readonly Counters[] => Array<Counters>(10).fill(at(value, value));
		const torn = readingOf(
			...interval(1),
			...interval(2),
			...interval(3),
			...interval(4),
			at(5, 4),
			...interval(5).slice(1),
			at(6, 6),
		);
		expect(torn.interval).toBeCloseTo(10, 1);
		expect(Math.abs(torn.changedAt - 150)).toBeLessThan(0.6);
	});

	test('learns a shorter interval from two changes in a row', () => {
		const slow = [1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4];
		const blocks = (values: readonly number[]): readonly Counters[] =>
			values.map((value) => ({...counts, 'guest.vcpu0.time': value}));
		expect(readingOf(...blocks(slow)).interval).toBeCloseTo(10, 0);
		const fast = readingOf(...blocks([...slow, 4, 5, 5, 6, 6, 7, 7, 8]));
		expect(fast.interval).toBeCloseTo(2, 0);
		expect(fast.changedAt).toBeGreaterThan(100 + slow.length + 5);
	});

	test('of the same moment twice changes nothing', () => {
		const one = readingOf(counts);
		const again = applyBlock(one, someBlock({...counts, 'net.nic0.bytes_in': 99}), {at: 100, wall: 5000});
		expect(again).toMatchObject({changedAt: 100, interval: undefined});
	});
});

describe('an incarnation', () => {
	test.each(Object.keys(counts))('ends where %s falls', (name) => {
		const before = readingOf(counts);
		const same = readingOf(counts, {...counts, [name]: 1e12});
		const other = readingOf(counts, {...counts, [name]: 0});
		expect(same.incarnation).toBe(before.incarnation);
		expect(other.incarnation).not.toBe(before.incarnation);
	});

	test('is another one each time', () => {
		const names = [readingOf(counts), readingOf(counts, {'net.nic0.bytes_in': 0})];
		const twice = readingOf(
			counts,
			{'net.nic0.bytes_in': 0},
			{'net.nic0.bytes_in': 8},
			{'net.nic0.bytes_in': 1},
		);
		expect(new Set([...names, twice].map(({incarnation}) => incarnation)).size).toBe(3);
	});

	test('ends where a machine has no counters any more: it was stopped', () => {
		expect(readingOf(counts, {}, counts).incarnation).not.toBe(readingOf(counts, counts).incarnation);
	});
});
