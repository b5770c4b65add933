import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	formatAge,
	formatBytes,
	formatClock,
	formatValue,
	type Kind,
	unknownText,
} from '../../source/text/format.ts';

const table = (kind: Kind, cases: Readonly<Record<string, number>>): void => {
	for (const [text, value] of Object.entries(cases)) {
		expect(formatValue(kind, value), `${value}`).toBe(text);
	}
};

const numeric: readonly Exclude<Kind, 'text'>[] = [
	'integer',
	'bytes',
	'kibibytes',
	'percent',
	'perSecond',
	'duration',
	'latency',
	'age',
	'decimal',
];

test('unknown has a sign of its own', () => {
	expect([unknownText(false), unknownText(true)]).toEqual(['–', '-']);
});

describe('bytes', () => {
	test('are in binary units, three digits at the most', () => {
		table('bytes', {'0': 0, '1': 1, '0.5': 0.5, '999': 999, '1.5K': 1536, '10K': 10_240, '1.0M': 2 ** 20});
		expect(formatBytes(16 * 2 ** 30)).toBe('16G');
		expect(formatBytes(3.5 * 2 ** 40)).toBe('3.5T');
		expect(formatValue('kibibytes', 1024)).toBe('1.0M');
	});

	test('take the next unit before they would need a fourth digit', () => {
		expect([999.4, 999.5, 1023, 1024].map(formatBytes)).toEqual(['999', '1.0K', '1.0K', '1.0K']);
		expect([999.4 * 1024, 999.5 * 1024].map(formatBytes)).toEqual(['999K', '1.0M']);
		expect([9.94, 9.95, 9.96].map((size) => formatBytes(size * 1024))).toEqual(['9.9K', '10K', '10K']);
	});

	test('that are next to nothing are 0, and fractions stay short', () => {
		expect([0.04, 0.05, 0.06, 9.94, 9.96, 99.4, 99.96].map(formatBytes)).toEqual([
			'0',
			'0.1',
			'0.1',
			'9.9',
			'10',
			'99',
			'100',
		]);
	});

	test('as much as 64 bits count fit', () => {
		expect(formatBytes(2 ** 64)).toBe('16E');
	});
});

test('counts per second are in decimal units', () => {
	table('perSecond', {'0': 0, '7.5': 7.5, '42': 42, '999': 999.4, '1.0k': 999.5, '12k': 12_345, '1.0m': 1e6});
});

test('percents have a digit after the point as long as there is room', () => {
	table('percent', {'0.0': 0, '0.1': 0.06, '99.9': 99.94, '100': 99.95, '12800': 12_800});
});

test('latencies go from microseconds to seconds', () => {
	table('latency', {
		'0us': 0,
		'85us': 0.000_085,
		'999us': 0.000_999_4,
		'1.0ms': 0.000_999_6,
		'9.9ms': 0.009_94,
		'10ms': 0.009_96,
		'34ms': 0.034,
		'999ms': 0.9994,
		'1.0s': 0.9996,
		'2.0s': 2,
		'34s': 34,
	});
});

test('ages are whole units, rounded down: no number passes for older or younger than it is', () => {
	table('age', {
		'0s': 0.9,
		'99s': 99.9,
		'1m': 100,
		'99m': 5999,
		'1h': 6000,
		'47h': 172_799,
		'2d': 172_800,
		'999d': 999 * 86_400,
	});
	expect(formatAge(59.999)).toBe('59s');
});

test('processor time has never sixty seconds or minutes', () => {
	table('duration', {
		'0.00': 0,
		'12.34': 12.34,
		'59.99': 59.99,
		'1:00.0': 59.999,
		'1:02.3': 62.3,
		'1:59.9': 119.99,
		'2:00.0': 120,
		'59:59.9': 3599.99,
		'1:00:00': 3600,
		'1:02:03': 3723,
		'1:59:59': 7199.999,
		'99:59:59': 359_999,
		'4d04h': 360_000,
		'12d03h': 12 * 86_400 + 3 * 3600,
	});
	expect(formatValue('duration', 60.04)).toBe('1:00.0');
});

test('plain numbers', () => {
	table('integer', {'0': 0, '4096': 4096, '123456789': 123_456_789});
	table('decimal', {'0.00': 0, '0.25': 0.25, '9.94': 9.94, '12.5': 12.5, '100': 99.96, '1234': 1234});
});

describe('in little room', () => {
	test('whole numbers are cut by a unit, never by a digit', () => {
		expect(formatValue('integer', 12_345_678, 8)).toBe('12345678');
		expect(formatValue('integer', 123_456_789, 8)).toBe('123m');
	});

	test('no number that a counter of 64 bits can hold is wider than six columns, times nine', () => {
		const value = fc.oneof(
			fc.double({min: 0, max: 2 ** 64, noNaN: true}),
			fc.double({min: 0, max: 1e6, noNaN: true}),
		);
		fc.assert(
			fc.property(fc.constantFrom('bytes', 'perSecond', 'integer'), value, (kind, any) => {
				expect(formatValue(kind, any, 6).length).toBeLessThanOrEqual(6);
			}),
		);
		fc.assert(
			fc.property(fc.double({min: 0, max: 2 ** 62 / 1e9, noNaN: true}), (seconds) => {
				expect(formatValue('duration', seconds).length).toBeLessThanOrEqual(9);
			}),
		);
		fc.assert(
			fc.property(fc.double({min: 0, max: 5e8, noNaN: true}), (seconds) => {
				expect(formatAge(seconds).length).toBeLessThanOrEqual(5);
			}),
		);
	});
});

test('what is larger never reads smaller: units keep the order', () => {
	const units: Readonly<Record<string, number>> = {
		'': 1,
		K: 2 ** 10,
		M: 2 ** 20,
		G: 2 ** 30,
		T: 2 ** 40,
		P: 2 ** 50,
		E: 2 ** 60,
	};
	const read = (text: string): number =>
		Number.parseFloat(text) * (units[text.replace(/[\d.]/g, '')] ?? Number.NaN);
	const size = fc.double({min: 0, max: 2 ** 64, noNaN: true});
	fc.assert(
		fc.property(size, size, (one, other) => {
			const [less, more] = [Math.min(one, other), Math.max(one, other)];
			expect(read(formatBytes(less))).toBeLessThanOrEqual(read(formatBytes(more)));
			expect(Math.abs(read(formatBytes(more)) - more)).toBeLessThanOrEqual(Math.max(0.5, more * 0.06));
		}),
	);
});

test('no number is written with a sign or an exponent', () => {
	fc.assert(
		fc.property(fc.constantFrom(...numeric), fc.double({min: 0, max: 1e20, noNaN: true}), (kind, value) => {
			expect(formatValue(kind, value)).toMatch(/^[\d.:]+[a-zA-Z]*(?:\d+h)?$/);
		}),
	);
});

test('the clock is that of the time zone', () => {
	expect(formatClock(Date.UTC(2026, 10, 20, 3, 4, 5))).toBe('03:04:05');
	expect(formatClock(8.64e15 + 1)).toBe('--:--:--');
});
