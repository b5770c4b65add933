import {expect, test} from 'vitest';
import {addKnown} from '../../source/model/add-known.ts';

test('adds what is known; unknown where nothing is', () => {
	expect(addKnown(1, 2)).toBe(3);
	expect(addKnown(undefined, 2)).toBe(2);
	expect(addKnown(1, undefined)).toBe(1);
	expect(addKnown(0, undefined)).toBe(0);
	expect(addKnown(undefined, undefined)).toBeUndefined();
});
