import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mostNumberBytes, writeNumber} from '../../source/batch/write-number.ts';
import {anyNumber} from './any-usage.ts';

const written = (number: number): string => {
	const bytes = new Uint8Array(mostNumberBytes + 2).fill(0x21);
	const end = writeNumber(bytes, 1, number);
	const text = new TextDecoder().decode(bytes);
	expect([text[0], end <= mostNumberBytes + 1, text.at(-1)]).toEqual(['!', true, '!']);
	return text.slice(1, end);
};

const rounded = (number: number): string =>
	String(Number.isInteger(number) ? number : Number(number.toPrecision(12)));

const expectRounded = (number: number): void => {
	expect(written(number)).toBe(rounded(number));
};

/** The double that is so many doubles above. */
const next = (number: number, steps: number): number => {
	const view = new DataView(new ArrayBuffer(8));
	view.setFloat64(0, number);
	view.setBigInt64(0, view.getBigInt64(0) + BigInt(steps));
	return view.getFloat64(0);
};

describe('a number', () => {
	test.each([
		[0, '0'],
		[-0, '0'],
		[42, '42'],
		[-42, '-42'],
		[0.1 + 0.2, '0.3'],
		[-1234.5, '-1234.5'],
		[0.000_001, '0.000001'],
		[1 / 3, '0.333333333333'],
		[200 / 3, '66.6666666667'],
		[99_999_999_999.99, '100000000000'],
		[0.999_999_999_999_9, '1'],
		[1e-7 / 3, '3.33333333333e-8'],
		[123_456_789_012_345.6, '123456789012000'],
		[2 ** 53, '9007199254740992'],
		[1e21, '1e+21'],
	])('%d is %s', (number, text) => {
		expect(written(number)).toBe(text);
	});

	test('has twelve digits and no zero behind them, as toPrecision rounds', () => {
		fc.assert(fc.property(anyNumber.filter(Number.isFinite), expectRounded), {numRuns: 10_000});
	});

	test('of every size is rounded so', () => {
		const size = fc.tuple(fc.double({min: 1, max: 10, noNaN: true}), fc.integer({min: -9, max: 22}));
		fc.assert(
			fc.property(size, fc.constantFrom(1, -1), ([digits, exponent], sign) => {
				expectRounded(sign * digits * 10 ** exponent);
			}),
			{numRuns: 10_000},
		);
	});

	test('in the middle between two of twelve digits, and next to it, is rounded so', () => {
		const middle = fc.tuple(fc.integer({min: 1e11, max: 1e12 - 1}), fc.integer({min: 0, max: 17}));
		fc.assert(
			fc.property(middle, fc.integer({min: -40, max: 40}), ([digits, places], steps) => {
				expectRounded(next((digits + 0.5) / 10 ** places, steps));
			}),
			{numRuns: 10_000},
		);
	});

	test('next to each power of ten is rounded so', () => {
		for (let exponent = -9; exponent < 23; exponent++) {
			for (let steps = -50; steps <= 50; steps++) {
				expectRounded(next(10 ** exponent, steps));
			}
		}
	});
});
