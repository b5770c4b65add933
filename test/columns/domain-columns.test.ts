import {describe, expect, test} from 'vitest';
import {type CpuBase, type Row, rawContext} from '../../source/columns/column.ts';
import {cpuPercent, domainColumns} from '../../source/columns/domain-columns.ts';
import {cellText, tableLine} from '../../source/columns/table-layout.ts';
import type {Disk} from '../../source/model/sample.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const cell = (key: string, row: Row): string | undefined => {
	const column = domainColumns.find((one) => one.key === key);
	return column && cellText(column, row, rawContext, false);
};

/** A domain whose disks were first as in `before`, and a second later as in `now`. */
const moved = (before: readonly Disk[] | undefined, now: readonly Disk[] | undefined): Row => {
	const refresh = (at: number, disks: readonly Disk[] | undefined) => [
		aReading(aSample([aDomain('web', {at, disks})])),
	];
	const [usage] = usageAfter([refresh(100, before), refresh(101, now)]).domains;
	return {...aRow(), ...(usage ? {usage} : {})};
};

describe('CPU bases', () => {
	const percents = (row: Row): unknown =>
		(['cpu', 'host', 'domain'] as const).map((cpuBase: CpuBase) => cpuPercent(200, row, {cpuBase}));

	test('100 % is one CPU, the host, or what the domain has', () => {
		expect(percents(aRow({vcpuCount: 4}))).toEqual([200, 25, 50]);
	});

	test('what the base is not known of is unknown', () => {
		expect(percents({...aRow(), hostCpus: undefined})).toEqual([200, undefined, undefined]);
		expect(percents({...aRow({vcpuCount: 0}), hostCpus: 0})).toEqual([200, undefined, undefined]);
		expect(cpuPercent(undefined, aRow(), {cpuBase: 'cpu'})).toBeUndefined();
	});

	test('of a vCPU the own vCPUs are itself', () => {
		expect(percents(aRow({vcpuCount: 4}, {vcpu: {index: 0}}))).toEqual([200, 25, 200]);
	});
});

describe('the busiest disk', () => {
	const before = [aDisk('vda', {readBytes: 0, writeBytes: 0, readRequests: 0, readTimeSeconds: 0})];

	test('has its name, its rate and the worse of its latencies', () => {
		const row = moved(before, [
			aDisk('vda', {readBytes: 2048, writeBytes: 1024, readRequests: 10, readTimeSeconds: 0.2}),
		]);
		expect(['busiest', 'busiestrate', 'latency'].map((key) => cell(key, row))).toEqual([
			'vda',
			'3.0K',
			'20ms',
		]);
	});

	test('has its mark where its bytes depend on the size of a sector', () => {
		const vbds = (readSectors: number, physicalSectorBytes: number) => [
			aDisk('xvda', {readSectors, physicalSectorBytes}),
		];
		const placed = domainColumns
			.filter(({key}) => key === 'busiest')
			.map((column) => ({column, width: column.width}));
		const shown = (row: Row): string => tableLine(placed, row, rawContext, true).trimEnd();
		expect(shown(moved(vbds(0, 4096), vbds(8, 4096)))).toBe('xvda*');
		expect(shown(moved(vbds(0, 512), vbds(8, 512)))).toBe('xvda');
		expect(shown(moved(vbds(8, 4096), vbds(8, 4096)))).toBe('');
	});

	test('is empty where none moves, and unknown where nothing is known', () => {
		const idle = moved(before, before);
		expect(['busiest', 'busiestrate', 'latency'].map((key) => cell(key, idle))).toEqual(['', '', '–']);
		const unknown = moved(undefined, undefined);
		expect(['busiest', 'busiestrate', 'latency'].map((key) => cell(key, unknown))).toEqual(['–', '–', '–']);
	});

	test('has no latency where its requests are not timed, and says so', () => {
		const untimed = 'nobody does';
		const disk = (readBytes: number) => aDisk('hdd0', {readBytes, readRequests: 1, untimed});
		expect(cell('latency', moved([disk(0)], [disk(5)]))).toBe('none');
		expect(cell('latency', moved([disk(0)], [disk(0)]))).toBe('none');
		expect(cell('latency', moved([], []))).toBe('–');
	});
});
