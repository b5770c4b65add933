import {describe, expect, test} from 'vitest';
import {type Row, rawContext} from '../../source/columns/column.ts';
import {balloonText, memoryColumns, statsAge} from '../../source/columns/memory-columns.ts';
import {cellText} from '../../source/columns/table-layout.ts';
import type {Memory} from '../../source/model/sample.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {changed} from '../helpers/plain-of.ts';
import {aRow} from '../helpers/rows-builder.ts';

const answering: Memory = {balloon: 'present', period: 2, statsAge: 1, stats: [{tag: 'unused', value: 2048}]};

/** A domain read so many seconds ago. */
const read = (memory: Memory, age = 0): DomainUsage => changed(aRow({memory}).usage, {age});

const cell = (key: string, row: Row): string | undefined => {
	const column = memoryColumns.find((one) => one.key === key);
	return column && cellText(column, row, rawContext, false);
};

describe('the age of the statistics', () => {
	test('grows with that of the reading', () => {
		expect(statsAge(read(answering, 4))).toBe(5);
		expect(statsAge(read({balloon: 'present'}, 4))).toBeUndefined();
	});

	test('is never negative, even where the clocks of host and guest differ', () => {
		expect(statsAge(read({...answering, statsAge: -5}, 1))).toBe(0);
	});
});

describe('the balloon in words', () => {
	test('has the age where the numbers are old, and the reason where nothing is known', () => {
		expect(balloonText(read(answering))).toBe('1s ago');
		expect(balloonText(read(answering, 33))).toBe('silent 34s');
		expect(balloonText(read({...answering, period: 0}, 299))).toBe('no period 5m');
		expect(balloonText(read({balloon: 'absent'}))).toBe('no balloon');
		expect(balloonText(read({balloon: 'present', period: 0}))).toBe('no driver');
		expect(balloonText(read({...answering, stats: []}))).toBe('no values');
		expect(balloonText(read({reason: 'monitor belongs to libvirt'}))).toBe('monitor belongs to libvirt');
		expect(balloonText(read({}))).toBe('unknown');
	});

	test('says no age where it is not known, and silent after two periods all the same', () => {
		const seen = {...answering, statsAge: undefined, statsAgeAtLeast: 0};
		expect([0, 4, 5.5].map((age) => balloonText(read(seen, age)))).toEqual([
			'age unknown',
			'age unknown',
			'silent 5s',
		]);
		expect(statsAge(read(seen, 4))).toBeUndefined();
		expect([0, 4].map((age) => cell('statsage', {...aRow(), usage: read(seen, age)}))).toEqual(['–', '4s']);
		expect(balloonText(read({...seen, period: 0}, 300))).toBe('no period');
	});

	test('has only the age where the domain stands still', () => {
		const paused: DomainUsage = changed(aRow({memory: answering, state: 'paused'}).usage, {age: 11});
		expect(balloonText(paused)).toBe('12s ago');
		expect(cell('balloon', {...aRow(), usage: paused})).toBe('12s ago');
	});

	test('turns silent while the same reading grows old', () => {
		const words = [0, 3, 5].map((age) => balloonText(read(answering, age)));
		expect(words).toEqual(['1s ago', '4s ago', 'silent 6s']);
	});
});

test('the period: off, seconds, and of long ones a unit', () => {
	const period = (seconds: number | undefined) => cell('period', aRow({memory: {period: seconds}}));
	expect([undefined, 0, 5, 999, 3600, 7200].map(period)).toEqual(['–', 'off', '5s', '999s', '60m', '2h']);
});

test('tags have columns; what was not answered is unknown', () => {
	const row = aRow({memory: answering});
	expect([cell('unused', row), cell('usable', row), cell('swapin', row)]).toEqual(['2.0M', '–', '–']);
});

test('the page is sorted by CPU without showing it', () => {
	expect(memoryColumns.find(({key}) => key === 'cpu')).toMatchObject({raw: 'cpuPercent', noun: 'domain'});
	expect(memoryColumns.find(({key}) => key === 'cpu')?.priority).toBeUndefined();
});
