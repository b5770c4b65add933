import {describe, expect, test} from 'vitest';
import {createBackoff, type Delays, delayAfter} from '../../source/async/backoff.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

const delaysOf = (delays: Delays, count: number): readonly number[] =>
	Array.from({length: count}, (_, index) => delayAfter(index + 1, delays));

describe('the delay after failures in a row', () => {
	test('doubles from the first to the last', () => {
		expect(delaysOf({first: 1, last: 30}, 8)).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
		expect(delaysOf({first: 0.001, last: 0.05}, 8)).toEqual([
			0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.05, 0.05,
		]);
		expect(delayAfter(1_000_000, {first: 1, last: 30})).toBe(30);
	});

	test('stands in a table, whose last entry holds for all that follow', () => {
		expect(delaysOf([1, 2, 5, 10, 30], 7)).toEqual([1, 2, 5, 10, 30, 30, 30]);
		expect(delaysOf([3], 2)).toEqual([3, 3]);
	});
});

describe('a backoff', () => {
	test('is due until something fails, and again once the delay is over', async () => {
		const clock = createFakeClock();
		const backoff = createBackoff(clock, {first: 2, last: 5});
		expect(backoff.isDue()).toBe(true);
		for (const delay of [2, 4, 5, 5]) {
			backoff.failed();
			await clock.advance(delay - 0.25);
			expect(backoff.isDue()).toBe(false);
			await clock.advance(0.25);
			expect(backoff.isDue()).toBe(true);
		}
	});

	test('is due at once after a reset, and begins with the first delay', async () => {
		const clock = createFakeClock();
		const backoff = createBackoff(clock, {first: 2, last: 30});
		backoff.failed();
		backoff.failed();
		backoff.reset();
		expect(backoff.isDue()).toBe(true);
		backoff.failed();
		await clock.advance(1.75);
		expect(backoff.isDue()).toBe(false);
		await clock.advance(0.25);
		expect(backoff.isDue()).toBe(true);
	});

	test('counts the delay from the last failure', async () => {
		const clock = createFakeClock();
		const backoff = createBackoff(clock, [2, 3]);
		backoff.failed();
		await clock.advance(1);
		backoff.failed();
		await clock.advance(2.75);
		expect(backoff.isDue()).toBe(false);
		await clock.advance(0.25);
		expect(backoff.isDue()).toBe(true);
	});
});
