import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {createHistory, historyLength, trackLimit} from '../../source/usage/history.ts';
import {createRing} from '../../source/usage/ring.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDomain, usageWith} from '../helpers/sample-builder.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';

describe('createRing', () => {
	test('keeps the last points, the oldest first', () => {
		const ring = createRing(2, 3);
		for (const value of [1, 2, 3, 4]) {
			ring.push([value, value * 10]);
		}

		expect(ring.points(0)).toEqual([2, 3, 4]);
		expect(ring.points(1)).toEqual([20, 30, 40]);
		expect(ring.size()).toBe(3);
	});

	test('unknown is not a number, and never 0', () => {
		const ring = createRing(1, 3);
		ring.push([undefined]);
		ring.push([0]);
		expect(ring.points(0)).toEqual([Number.NaN, 0]);
	});
});

test('of more domains than it keeps, those seen first have a history', () => {
	const history = createHistory();
	const domains = Array.from({length: trackLimit + 3}, (_, index) => aDomain(`d${index}`));
	history.record(usageWith(...domains));
	expect(history.cpu(`host-1/d${trackLimit - 1}`)).toHaveLength(1);
	expect(history.cpu(`host-1/d${trackLimit}`)).toHaveLength(0);
	history.record(usageWith(...domains.slice(1)));
	expect(history.cpu(`host-1/d${trackLimit + 2}`)).toHaveLength(0);
	history.record(usageWith(...domains.slice(1)));
	expect(history.cpu(`host-1/d${trackLimit}`)).toHaveLength(1);
});

describe('createHistory', () => {
	let bench: Bench;

	beforeEach(async () => {
		bench = await openBench();
	});

	afterEach(() => bench.close());

	const usage = (): Usage => {
		const present = bench.sampler.usage.get();
		if (!present) {
			throw new Error('There was no refresh.');
		}

		return present;
	};

	const keyOf = (name: string): string =>
		usage().domains.find(({domain}) => domain.name === name)?.rowKey ?? '';

	test('a point a refresh for each domain and the host, at most so many', async () => {
		const history = createHistory();
		for (let refresh = 0; refresh < historyLength + 5; refresh++) {
			history.record(usage());
			await bench.refresh();
		}

		const cpu = history.cpu(keyOf('db-orders'));
		expect(cpu).toHaveLength(historyLength);
		expect(cpu.every((point) => point > 0)).toBe(true);
		expect(history.disk(keyOf('db-orders'), 'physical')).toHaveLength(historyLength);
		expect(history.hosts()).toHaveLength(historyLength);
	});

	test('the same refresh again, and a domain that gave nothing new, add no point', async () => {
		const history = createHistory();
		history.record(usage());
		history.record(usage());
		expect(history.cpu(keyOf('mail'))).toHaveLength(1);
		await bench.refresh();
		history.record(usage());
		expect(history.cpu(keyOf('mail'))).toHaveLength(2);
		expect(history.cpu(keyOf('stuck-guest'))).toHaveLength(1);
	});

	test('a VBD has been read in the present size of a sector all along: another choice makes no step', async () => {
		const history = createHistory();
		const rowKey = keyOf('xen-web');
		await bench.refresh();
		history.record(usage());
		bench.sampler.change({sectors: '512'});
		await bench.refresh();
		history.record(usage());
		const eighth = (points: readonly number[]) => points.map((point) => point / 8);
		const known = history.disk(rowKey, '512');
		expect(known.length).toBe(2);
		expect(known.every((point) => point > 0)).toBe(true);
		expect(eighth(history.disk(rowKey, 'physical'))).toEqual(known);
		const xvda = {kind: 'disk', name: 'xvda'} as const;
		const [read, written] = history.device(rowKey, xvda, '512');
		expect([read.length, written.length]).toEqual([2, 2]);
		expect(history.device(rowKey, xvda, 'physical').map(eighth)).toEqual([read, written]);
		const disk = usage().domains.find((domain) => domain.rowKey === rowKey)?.disks?.[0];
		expect(disk?.sectorBytes).toBe(512);
		expect(read[1]).toBeCloseTo(disk?.readBytesPerSecond ?? 0, -2);
	});

	test('a domain that left is forgotten', async () => {
		const history = createHistory();
		history.record(usage());
		const key = keyOf('mail');
		history.record({...usage(), domains: usage().domains.filter(({rowKey}) => rowKey !== key)});
		expect(history.cpu(key)).toEqual([]);
	});

	test('each device has a history from the first refresh on, whether its page is open or not', async () => {
		const history = createHistory();
		await bench.refresh();
		const rowKey = keyOf('db-orders');
		history.record(usage());
		await bench.refresh();
		history.record(usage());
		const [read, written] = history.device(rowKey, {kind: 'disk', name: 'vdb'}, 'physical');
		expect(read).toHaveLength(2);
		const disk = usage()
			.domains.find((domain) => domain.rowKey === rowKey)
			?.disks?.find((one) => one.disk.name === 'vdb');
		expect(read[1]).toBeCloseTo(disk?.readBytesPerSecond ?? 0, -2);
		expect(written[1]).toBeCloseTo(disk?.writeBytesPerSecond ?? 0, -2);
		expect(history.device(rowKey, {kind: 'disk', name: 'vda'}, 'physical')[0]).toHaveLength(2);
		expect(history.device(rowKey, {kind: 'disk', name: 'no such disk'}, 'physical')).toEqual([[], []]);
		expect(history.device('no such row', {kind: 'disk', name: 'vda'}, 'physical')).toEqual([[], []]);
	});
});
