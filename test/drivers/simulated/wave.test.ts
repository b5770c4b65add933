import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {accumulated, level, type Wave} from '../../../drivers/simulated/wave.ts';

const wave: fc.Arbitrary<Wave> = fc.record({
	mean: fc.double({min: 0.01, max: 1e5, noNaN: true}),
	swing: fc.double({min: 0, max: 0.9, noNaN: true}),
	every: fc.double({min: 10, max: 5000, noNaN: true}),
});
const phase = fc.double({min: 0, max: 20, noNaN: true});
const microseconds = fc.integer({min: 0, max: 3_000_000 * 1_000_000});

describe('accumulated', () => {
	test('never falls, however near two moments are', () => {
		fc.assert(
			fc.property(
				wave,
				phase,
				microseconds,
				fc.integer({min: 1, max: 10_000_000}),
				(rate, from, start, step) => {
					const earlier = accumulated(rate, start / 1e6, from);
					expect(accumulated(rate, (start + step) / 1e6, from)).toBeGreaterThanOrEqual(earlier);
				},
			),
		);
	});

	test('grows as fast as the level says', () => {
		fc.assert(
			fc.property(wave, phase, fc.double({min: 1, max: 1e5, noNaN: true}), (rate, from, seconds) => {
				const half = rate.every / 10_000;
				const growth = accumulated(rate, seconds + half, from) - accumulated(rate, seconds - half, from);
				expect(growth / (2 * half) / rate.mean).toBeCloseTo(level(rate, seconds, from) / rate.mean, 3);
			}),
		);
	});

	test('is its mean in the long run, and nothing before the start', () => {
		const rate = {mean: 7, swing: 0.9, every: 60};
		expect(accumulated(rate, 1e6, 1) / 1e6).toBeCloseTo(7, 3);
		expect(accumulated(rate, 0, 1)).toBe(0);
		expect(accumulated(rate, -5, 1)).toBe(0);
	});

	test('does swing', () => {
		const rate = {mean: 1, swing: 0.9, every: 60};
		const seconds = Array.from({length: 60}, (_, second) => level(rate, second, 0));
		expect(Math.min(...seconds)).toBeLessThan(0.5);
		expect(Math.min(...seconds)).toBeGreaterThan(0);
		expect(Math.max(...seconds)).toBeGreaterThan(1.5);
	});
});
