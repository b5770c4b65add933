import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Load, type Shown, trueRate, watchLoad} from './steady-load.ts';

const rates = (shown: readonly Shown[]): readonly number[] =>
	shown.flatMap(({share}) => (share === undefined ? [] : [share]));

const meanOf = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

const steady = (changes: Partial<Load> = {}) =>
	watchLoad({updateInterval: 10, phase: 3.7, pauses: [1.02], delay: 2, seconds: 120, ...changes});

describe('a steady load read by the service every ten seconds', () => {
	test('has no rate before two changes were seen, and then a steady one', () => {
		const {shown, reading} = steady();
		const first = shown.findIndex(({share}) => share !== undefined);
		expect(first).toBe(2);
		const seen = rates(shown);
		expect(seen.length).toBe(shown.length - 2);
		expect(Math.min(...seen)).toBeGreaterThan(0.9);
		expect(Math.max(...seen)).toBeLessThan(1.1);
		expect(reading?.interval).toBeCloseTo(10, 0);
	});

	test('is shown as one where it was subscribed to just before a change', () => {
		// By times of arrival the first change would be ten seconds' work in one.
		const {shown} = steady({phase: 9.5, delay: 0.5});
		expect(shown[0]?.at).toBe(0.5);
		expect(Math.max(...rates(shown))).toBeLessThan(1.15);
	});

	test('is steady within a few percent, though events are a tenth of the interval apart', () => {
		for (const pause of [0.97, 1.02, 1.1]) {
			const late = rates(steady({pauses: [pause], seconds: 400}).shown).slice(5);
			expect(late.length).toBeGreaterThan(30);
			expect(Math.max(...late.map((share) => Math.abs(share - 1)))).toBeLessThan(0.04);
		}
	});

	test('gives one reading an interval, whatever the delay', () => {
		for (const delay of [0.5, 1, 2, 5]) {
			expect([12, 13]).toContain(steady({delay}).shown.length);
		}
	});

	test('counts over the time that passed where the delay is longer', () => {
		const seen = rates(steady({delay: 30, seconds: 400}).shown);
		expect(seen.length).toBeGreaterThan(8);
		expect(seen.every((share) => Math.abs(share - 1) < 0.05)).toBe(true);
	});

	test('survives a pause of the events', () => {
		const pauses = [...Array<number>(40).fill(1.02), 33, ...Array<number>(60).fill(1.02)];
		const seen = rates(steady({pauses, seconds: 130}).shown);
		expect(Math.min(...seen)).toBeGreaterThan(0.7);
		expect(Math.max(...seen)).toBeLessThan(1.25);
	});
});

describe('an idle machine', () => {
	const idle = (changes: Partial<Load> = {}) => steady({works: (second) => second < 45, ...changes});

	test('is read at rates of 0 and never gets old', () => {
		const {shown, oldest} = idle({seconds: 400});
		const seen = rates(shown.filter(({at}) => at > 75));
		expect(seen.length).toBeGreaterThan(20);
		expect(new Set(seen)).toEqual(new Set([0]));
		expect(oldest).toBeLessThan(10 * 1.5 + 1.02 + 2);
	});

	test('that never did anything is so too', () => {
		const {shown, oldest} = idle({works: () => false, seconds: 200});
		expect(new Set(rates(shown))).toEqual(new Set([0]));
		expect(oldest).toBeLessThan(15 + 1.02 + 2);
	});

	test('that wakes up shows no spike', () => {
		for (const phase of [0, 2.5, 5, 7.5, 9.9]) {
			for (const works of [
				(second: number) => second < 45 || second > 110,
				(second: number) => second > 60,
			]) {
				const seen = rates(idle({works, phase, seconds: 200}).shown);
				expect(Math.max(...seen)).toBeLessThan(1.2);
				expect(seen.at(-1)).toBeCloseTo(1, 1);
			}
		}
	});
});

describe('by law', () => {
	const longestPause = 1.3;
	const pauses = fc.array(fc.double({min: 1, max: longestPause, noNaN: true}), {minLength: 1, maxLength: 40});

	test('a true rate is shown as it is at every change, and ages stay within an interval', () => {
		fc.assert(
			fc.property(
				fc.double({min: 3, max: 20, noNaN: true}),
				fc.double({min: 0, max: 1, noNaN: true, maxExcluded: true}),
				pauses,
				fc.double({min: 0.5, max: 4, noNaN: true}),
				(updateInterval, phase, pauses, delay) => {
					const seconds = updateInterval * 25;
					const {shown, oldest} = watchLoad({
						updateInterval,
						phase: phase * updateInterval,
						pauses,
						delay,
						seconds,
					});
					// An interval that is longer than any known has to be seen once.
					const seen = shown.filter(({at}) => at > updateInterval * 3);
					for (const {share, interval = 0} of seen) {
						// Both moments are between two events, as the true ones are.
						expect(Math.abs(interval * (share ?? 0) - interval)).toBeLessThan(2 * longestPause);
					}

					const late = rates(shown.filter(({at}) => at > updateInterval * 10));
					const off = late.map((share) => Math.abs(share - 1));
					expect(late.length).toBeGreaterThan(5);
					expect(meanOf(off)).toBeLessThan(0.3 / updateInterval);
					expect(Math.abs(meanOf(late) - 1)).toBeLessThan(0.04);
					expect(oldest).toBeLessThan(updateInterval + 2 * longestPause + delay);
				},
			),
			{numRuns: 100},
		);
	});

	test('where every event is a reading, rates are those of the events', () => {
		fc.assert(
			fc.property(
				pauses,
				fc.constantFrom(1, 5),
				fc.double({min: 0.5, max: 4, noNaN: true}),
				(pauses, times, delay) => {
					const spread = pauses.map((pause) => pause * times);
					const {shown} = watchLoad({
						updateInterval: 0,
						phase: 0,
						pauses: spread,
						delay,
						seconds: 60 * times,
					});
					const seen = rates(shown);
					expect(seen.length).toBeGreaterThan(8);
					for (const share of seen) {
						expect(share).toBeCloseTo(1, 4);
					}
				},
			),
			{numRuns: 100},
		);
	});
});

test('the load of these tests is what it says', () => {
	expect(trueRate).toBe(1e6);
	expect(steady({updateInterval: 0, pauses: [1], delay: 1, seconds: 20}).shown.at(-1)?.share).toBeCloseTo(1);
});
