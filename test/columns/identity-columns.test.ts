import {describe, expect, test} from 'vitest';
import {type Row, rawContext} from '../../source/columns/column.ts';
import {ageColumn, stateColumn} from '../../source/columns/identity-columns.ts';
import {cellText} from '../../source/columns/table-layout.ts';
import {isOld} from '../../source/usage/is-old.ts';
import {changed} from '../helpers/plain-of.ts';
import {aRow} from '../helpers/rows-builder.ts';

const aged = (age: number, interval?: number): Row => {
	const row = aRow();
	return {...row, usage: changed(row.usage, {age, interval})};
};

describe('age', () => {
	test('is old from three seconds on, and of slow readings from an interval and a half', () => {
		expect([3, 3.1].map((age) => isOld({age, interval: 1}))).toEqual([false, true]);
		expect([15, 15.1].map((age) => isOld({age, interval: 10}))).toEqual([false, true]);
		expect(isOld({age: 4, interval: undefined})).toBe(true);
		// A source with a rhythm of its own, of which no second reading has come yet.
		expect([15, 15.1].map((age) => isOld({age, interval: undefined, domain: {every: 10}}))).toEqual([
			false,
			true,
		]);
	});

	test('is shown with numbers that are no longer new, though they may not be old; the raw value always', () => {
		const late = aged(9, 10);
		expect([isOld(late.usage), cellText(ageColumn, late, rawContext, false)]).toEqual([false, '9s']);
		expect(cellText(ageColumn, aged(1), rawContext, false)).toBe('');
		expect(cellText(ageColumn, aged(34.9), rawContext, false)).toBe('34s');
		expect(ageColumn.value(aged(1), rawContext)).toBe(1);
	});
});

describe('state', () => {
	test('is in libvirt’s words, short enough for the column', () => {
		for (const state of ['running', 'shutdown', 'suspended', 'shutoff', 'unknown'] as const) {
			const text = cellText(stateColumn, aRow({state}), rawContext, false);
			expect(text.length).toBeLessThanOrEqual(stateColumn.width);
			expect(stateColumn.value(aRow({state}), rawContext)).toBe(state);
		}
	});

	test('says why a domain stands still where that says more, and keeps the state for machines', () => {
		const row = aRow({state: 'paused', stateWord: 'no space', stateReason: 'no space left for vda'});
		expect(cellText(stateColumn, row, rawContext, false)).toBe('no space');
		expect(stateColumn.value(row, rawContext)).toBe('paused');
	});

	test('says busy where something holds the domain', () => {
		const row = aRow({busy: {reason: 'a backup', seconds: 3}});
		expect(cellText(stateColumn, row, rawContext, false)).toBe('busy');
	});
});
