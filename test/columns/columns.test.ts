import {expect, test} from 'vitest';
import {csvHeader} from '../../source/batch/csv-format.ts';
import {knownValue, rawContext} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {aRow} from '../helpers/rows-builder.ts';

test('keys are unique on their page and can be typed', () => {
	for (const page of pageNames) {
		const keys = columns[page].map(({key}) => key);
		expect(new Set(keys).size, page).toBe(keys.length);
		expect(keys.filter((key) => !/^[a-z]+$/.test(key))).toEqual([]);
	}
});

test('names in CSV are unique on their page', () => {
	for (const page of pageNames) {
		const names = csvHeader(page, undefined).split(',');
		expect(new Set(names).size, page).toBe(names.length);
	}
});

test('every column says what it is, in a sentence', () => {
	for (const column of pageNames.flatMap((page) => columns[page])) {
		expect(column.help, column.key).toMatch(/^[A-Z].*[.)]$/);
		expect(column.header, column.key).toMatch(/^[\u0021-\u007E ]+$/);
		expect(column.width).toBeLessThanOrEqual(column.most ?? column.width);
	}
});

test('what takes the place of bytes is a column of the page', () => {
	for (const page of pageNames) {
		const keys = columns[page].map(({key}) => key);
		const partners = columns[page].flatMap(({requests}) => requests ?? []);
		expect(keys).toEqual(expect.arrayContaining(partners));
	}
});

test('of a domain of which nothing is known, only its identity is known', () => {
	for (const page of pageNames) {
		const known = columns[page].filter((column) => knownValue(column, aRow(), rawContext) !== undefined);
		expect(known.map(({key}) => key)).toEqual(
			expect.arrayContaining(['name', 'age', 'host', 'uri', 'driver', 'incarnation']),
		);
		expect(
			known
				.map(({key}) => key)
				.filter((key) => !/^(?:name|state|age|host|uri|driver|incarnation|balloon)$/.test(key)),
			page,
		).toEqual([]);
	}
});

test('a number that is none is unknown', () => {
	const [column] = columns.domains.filter(({key}) => key === 'time');
	for (const cpuSeconds of [Number.NaN, Number.POSITIVE_INFINITY]) {
		expect(column && knownValue(column, aRow({cpuSeconds}), rawContext)).toBeUndefined();
	}
});
