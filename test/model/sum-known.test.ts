import {expect, test} from 'vitest';
import {sumKnown} from '../../source/model/sum-known.ts';

const sum = (values: readonly (number | undefined)[] | undefined) => sumKnown(values, (value) => value);

test('adds what is known; unknown where nothing is, 0 of nothing', () => {
	expect(sum([1, undefined, 2])).toBe(3);
	expect(sum([undefined])).toBeUndefined();
	expect(sum([0])).toBe(0);
	expect(sum([])).toBe(0);
	expect(sum(undefined)).toBeUndefined();
});
