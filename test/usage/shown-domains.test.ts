import {describe, expect, test} from 'vitest';
import {sceneOf} from '../../source/scene.ts';
import type {Reading} from '../../source/usage.ts';
import {initialView} from '../../source/view.ts';
import {aDomain, aReading, aSample, usageAfter, wallAt} from '../helpers/sample-builder.ts';
import {silentReport as silent} from '../helpers/silent-report.ts';

describe('a key in two incarnations of one driver', () => {
	const one = (at = 100) =>
		aReading(aSample([aDomain('web', {incarnation: '11', cpuSeconds: at, at})]), {uri: 'qmp:///1'});
	const two = (at = 100, changes: Partial<Reading> = {}) =>
		aReading(
			aSample([aDomain('web', {incarnation: '22', cpuSeconds: at / 2, at})], {
				problems: [silent],
			}),
			{uri: 'qmp:///2', ...changes},
		);
	const none = aReading(undefined, {uri: 'qmp:///1'});
	const rows = (...refreshes: Reading[][]): unknown =>
		usageAfter(refreshes).domains.map(({rowKey, uri}) => [rowKey, uri]);
	const both = [
		['host-1/web', 'qmp:///1'],
		['host-1/web#22', 'qmp:///2'],
	];

	test('is two guests: each has its row, its rates and its problems', () => {
		expect(rows([one(), two()])).toEqual(both);
		const usage = usageAfter([
			[one(), two()],
			[one(101), two(101)],
		]);
		expect(usage.domains.map(({cpuPercent}) => cpuPercent)).toEqual([100, 50]);
		expect(usage.problems.map(({uri, name, since}) => [uri, name, since])).toEqual([
			['qmp:///2', 'web', wallAt(100)],
		]);
	});

	test('keeps its row keys, whoever answers first, is lost or starts anew', () => {
		const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
		expect(rows([one(), two()], [one(), two(100, lost)])).toEqual(both);
		expect(rows([one(), two()], [none, two()])).toEqual([both[1]]);
		expect(rows([one(), two()], [none, two()], [one(), two()])).toEqual(both);
		expect(rows([none, two()], [one(), two()])).toEqual([
			['host-1/web#11', 'qmp:///1'],
			['host-1/web', 'qmp:///2'],
		]);
	});

	test('has one row where a lost connection repeats what was before a restart', () => {
		const old = aReading(aSample([aDomain('web', {incarnation: '11'})]), {
			uri: 'qmp:///1',
			status: {state: 'lost', message: 'Gone.'},
		});
		expect(rows([{...old, status: two().status}], [old, two()])).toEqual([['host-1/web', 'qmp:///2']]);
	});

	test('has one row where a better driver shows it', () => {
		expect(rows([aReading(aSample([aDomain('web')]), {uri: 'xl:', driver: 'xen'}), one(), two()])).toEqual([
			['host-1/web', 'xl:'],
		]);
	});

	test('marks the row that has the problem', () => {
		const usage = usageAfter([[one(), two()]]);
		const look = {colour: false, ascii: false};
		const scene = sceneOf({
			usage,
			statuses: new Map(),
			view: initialView(),
			size: {columns: 80, rows: 24},
			look,
		});
		expect([...(scene.reckoned?.troubled ?? [])]).toEqual(['host-1/web#22']);
	});
});
