import {expect, test} from 'vitest';
import {exitCodeOf} from '../../source/app/exit-code.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {UsageError} from '../../source/driver/usage-error.ts';

const outcome = (error: unknown): unknown => {
	const printed: string[] = [];
	return [exitCodeOf(error, (text) => printed.push(text)), printed.join('')];
};

test('wrong usage is 2, in one line', () => {
	expect(outcome(new UsageError('--delay: wrong. Give another.'))).toEqual([
		2,
		'domtop: --delay: wrong. Give another.\n',
	]);
});

test('what a driver says is 1, with its advice', () => {
	expect(outcome(new DriverError('There is no domain web.', 'Look at the list.'))).toEqual([
		1,
		'domtop: There is no domain web. Look at the list.\n',
	]);
});

test('all else is a defect: 70, with the trace', () => {
	const [code, text] = outcome(new TypeError('x is undefined')) as [number, string];
	expect(code).toBe(70);
	expect(text).toMatch(
		/^domtop: this is a defect of domtop, please report it\.\nTypeError: x is undefined\n\s+at .*\n$/s,
	);
	expect(outcome('thrown text')).toEqual([
		70,
		'domtop: this is a defect of domtop, please report it.\nthrown text\n',
	]);
	expect(outcome(undefined)).toEqual([
		70,
		'domtop: this is a defect of domtop, please report it.\nundefined\n',
	]);
});

test('what was written wrongly, or what an address holds, moves no cursor', () => {
	const odd = '/\u001B[31m\u009B2J\u007F\u202Ex';
	const shown = '/\uFFFD[31m\uFFFD2J\uFFFD\uFFFDx';
	expect(outcome(new UsageError(`There is no ${JSON.stringify('\u009B2J')}.`))).toEqual([
		2,
		'domtop: There is no "\uFFFD2J".\n',
	]);
	expect(outcome(new DriverError('It has no path.', `Write qemu+ssh://host${odd}.`))).toEqual([
		1,
		`domtop: It has no path. Write qemu+ssh://host${shown}.\n`,
	]);
	const [, trace] = outcome(new Error(`of ${odd}`)) as [number, string];
	expect(trace).toContain(`Error: of ${shown}\n    at `);
});
