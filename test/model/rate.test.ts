import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {growth, rate} from '../../source/model/rate.ts';

const counter = fc.double({min: 0, max: 2 ** 53, noNaN: true});
const count32 = fc.integer({min: 0, max: 2 ** 32 - 1});

describe('growth', () => {
	test('is what lies between two readings, 0 included', () => {
		expect(growth(100, 350)).toBe(250);
		expect(growth(100, 100)).toBe(0);
		expect(growth(0, 0)).toBe(0);
	});

	test('is unknown where either reading is', () => {
		expect(growth(undefined, 5)).toBeUndefined();
		expect(growth(5, undefined)).toBeUndefined();
	});

	test('is unknown after a reset', () => {
		expect(growth(100, 99)).toBeUndefined();
		expect(growth(2 ** 32 - 1, 5)).toBeUndefined();
	});

	test('of a 32-bit counter goes on over a wrap, and a fall within a half is a reset', () => {
		expect(growth(2 ** 32 - 100, 100, 32)).toBe(200);
		expect(growth(1000, 100, 32)).toBeUndefined();
		expect(growth(2 ** 32 - 100, 2 ** 31, 32)).toBeUndefined();
		expect(growth(2 ** 40, 100, 32)).toBeUndefined();
	});

	test('is unknown for what is no count: negative, NaN, endless, and -1 as u64', () => {
		for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 64]) {
			expect(growth(bad, 5)).toBeUndefined();
			expect(growth(5, bad)).toBeUndefined();
			expect(growth(bad, bad)).toBeUndefined();
		}
	});

	test('is never negative', () => {
		fc.assert(
			fc.property(fc.double(), fc.double(), fc.constantFrom(32, undefined), (before, now, bits) => {
				const grown = growth(before, now, bits);
				expect(grown === undefined || (grown >= 0 && Number.isFinite(grown))).toBe(true);
			}),
		);
	});

	test('of a 32-bit counter is what was added, as long as that is less than half its range', () => {
		fc.assert(
			fc.property(count32, fc.integer({min: 0, max: 2 ** 31 - 1}), (before, added) => {
				const now = (before + added) % 2 ** 32;
				const grown = growth(before, now, 32);
				const crossed = before + added >= 2 ** 32;
				expect(grown).toBe(crossed && before < 2 ** 31 ? undefined : added);
			}),
		);
	});
});

describe('rate', () => {
	test('is the growth per second', () => {
		expect(rate(1000, 3000, 4)).toBe(500);
		expect(rate(1000, 1000, 4)).toBe(0);
	});

	test('is unknown where no time lies between, or none that is known', () => {
		expect(rate(1, 2, 0)).toBeUndefined();
		expect(rate(1, 2, -1)).toBeUndefined();
		expect(rate(1, 2, undefined)).toBeUndefined();
	});

	test('goes on over the wrap of a 32-bit counter', () => {
		expect(rate(2 ** 32 - 100, 100, 2, 32)).toBe(100);
		expect(rate(2 ** 32 - 100, 100, 2)).toBeUndefined();
	});

	test('times the seconds is what was added', () => {
		fc.assert(
			fc.property(
				counter,
				counter,
				fc.double({min: 0.001, max: 1e6, noNaN: true}),
				(before, added, seconds) => {
					const now = before + added;
					expect((rate(before, now, seconds) ?? Number.NaN) * seconds).toBeCloseTo(
						now - before,
						-Math.log10((now - before) * 1e-12 + 1e-9),
					);
				},
			),
		);
	});

	test('does not depend on where the counter stood', () => {
		fc.assert(
			fc.property(count32, count32, count32, (start, other, added) => {
				expect(rate(start, start + added, 2)).toBe(rate(other, other + added, 2));
			}),
		);
	});
});
