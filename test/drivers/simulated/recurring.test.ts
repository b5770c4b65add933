import {expect, test} from 'vitest';
import {goesOn, lastTime, roundStart} from '../../../drivers/simulated/recurring.ts';

test('what recurs goes on at the beginning of each round', () => {
	const recurring = {every: 100, lasts: 30};
	expect([200, 229.9, 230, 299.9, 300].map((seconds) => goesOn(recurring, seconds))).toEqual([
		true,
		true,
		false,
		false,
		true,
	]);
	expect([200, 229.9, 230, 299.9, 300].map((seconds) => lastTime(recurring, seconds))).toEqual([
		200, 229.9, 230, 230, 300,
	]);
	expect(roundStart(100, 299.9)).toBe(200);
});
