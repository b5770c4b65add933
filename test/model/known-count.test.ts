import {expect, test} from 'vitest';
import {knownNumber} from '../../source/model/known-count.ts';
import {growth} from '../../source/model/rate.ts';

test('a count is known up to 2^63: what is more is a negative number that was read as u64', () => {
	for (const known of [0, 1.5, 2 ** 53, 2 ** 63 - 1024]) {
		expect(knownNumber(known)).toBe(known);
	}

	for (const unknown of [2 ** 63, 2 ** 64, -1, Number.NaN, Number.POSITIVE_INFINITY, '1', undefined]) {
		expect(knownNumber(unknown)).toBeUndefined();
	}
});

test('a rate takes whatever a u64 may hold, but its −1', () => {
	expect(growth(2 ** 63, 2 ** 63 + 2048)).toBe(2048);
	expect(growth(2 ** 63, 2 ** 64)).toBeUndefined();
});
