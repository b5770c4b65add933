import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {firstRow, settleSelection, topFor} from '../../source/view/selection.ts';

const keys = ['a', 'b', 'c', 'd', 'e'];

describe('settleSelection', () => {
	test('stays on its row when the order changes', () => {
		const selection = {key: 'b', index: 1, top: 0};
		expect(settleSelection(selection, ['e', 'd', 'c', 'b', 'a'], 5)).toMatchObject({key: 'b', index: 3});
	});

	test('goes to the row that took the place of one that is gone', () => {
		expect(settleSelection({key: 'x', index: 2, top: 0}, keys, 5)).toMatchObject({key: 'c', index: 2});
		expect(settleSelection({key: 'x', index: 9, top: 0}, keys, 5)).toMatchObject({key: 'e', index: 4});
	});

	test('that was never moved stays on top, whatever comes to stand there', () => {
		expect(settleSelection(firstRow, keys, 2)).toEqual({key: undefined, index: 0, top: 0});
	});

	test('waits in an empty list for its row to come back', () => {
		const waiting = settleSelection({key: 'd', index: 3, top: 2}, [], 2);
		expect(settleSelection(waiting, keys, 2)).toMatchObject({key: 'd', index: 3});
	});

	test('is always among the rows shown, and no row is left out below for nothing', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 300}),
				fc.integer({min: 1, max: 60}),
				fc.nat(400),
				fc.nat(400),
				(count, height, index, top) => {
					const all = Array.from({length: count}, (_, place) => String(place));
					const settled = settleSelection({key: String(index), index, top}, all, height);
					expect(settled.index).toBeGreaterThanOrEqual(settled.top);
					expect(settled.index).toBeLessThan(settled.top + height);
					expect(settled.top).toBeLessThanOrEqual(Math.max(0, count - height));
				},
			),
		);
	});
});

test('topFor moves as little as it can', () => {
	expect(topFor(10, 12, 100, 5)).toBe(10);
	expect(topFor(10, 15, 100, 5)).toBe(11);
	expect(topFor(10, 4, 100, 5)).toBe(4);
});
