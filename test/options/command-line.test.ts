import {describe, expect, test} from 'vitest';
import {UsageError} from '../../source/driver/usage-error.ts';
import {mergeWritten, writtenOptions} from '../../source/options/command-line.ts';
import {parseOptions} from '../../source/options/options.ts';
import type {Written} from '../../source/options/written.ts';

const read = (...argv: string[]): unknown => {
	const {written, input} = writtenOptions(argv);
	return [Object.fromEntries([...written].map(([name, {values}]) => [name, values])), input];
};

/** What the whole command line is refused with, by whichever check it meets. */
const refusal = (...argv: string[]): string => {
	try {
		const {written, input} = writtenOptions(argv);
		parseOptions(written, input);
	} catch (error) {
		if (error instanceof UsageError) {
			expect(error.message).toMatch(/^[^\n]+\.…?.*[.…]$/);
			return error.message;
		}

		throw error;
	}

	throw new Error(`${argv.join(' ')} should have been refused.`);
};

describe('a command line', () => {
	test('is long and short options, switches and words', () => {
		expect(
			read('-c', 'qmp:', '--delay', '0.5', '-br', '--no-color', '--view=disks', 'dommemstat', 'web'),
		).toEqual([
			{
				connect: ['qmp:'],
				delay: ['0.5'],
				batch: [true],
				reverse: [true],
				view: ['disks'],
				'no-color': [true],
			},
			['dommemstat', 'web'],
		]);
		expect(read()).toEqual([{}, []]);
	});

	test('may repeat -c, and write values in every way', () => {
		expect(read('-c', '/a b', '-c=qmp:', '--connect=xl:')).toEqual([{connect: ['/a b', 'qmp:', 'xl:']}, []]);
		expect(read('-n5', '-d1.5')).toEqual([{iterations: ['5'], delay: ['1.5']}, []]);
		expect(read('-bn', '3')).toEqual([{iterations: ['3'], batch: [true]}, []]);
	});

	test('keeps values to the letter: nothing becomes a number', () => {
		expect(read('--delay', '0x10', 'dommemstat', '007')).toEqual([{delay: ['0x10']}, ['dommemstat', '007']]);
		expect(read('domblkstat', '1e3', '0x10')).toEqual([{}, ['domblkstat', '1e3', '0x10']]);
		expect(read('--filter=-x')).toEqual([{filter: ['-x']}, []]);
		expect(read('-d', '-1')).toEqual([{delay: ['-1']}, []]);
	});

	test('has only words after --', () => {
		expect(read('dommemstat', '--', '--json', '-d')).toEqual([{}, ['dommemstat', '--json', '-d']]);
	});

	test('can take back what the config file says', () => {
		expect(read('--no-read-only', '--color')).toEqual([{'read-only': [false], 'no-color': [false]}, []]);
	});
});

describe('what meow would take silently is refused', () => {
	test('a value that is missing', () => {
		expect(refusal('-d')).toBe(
			'--delay needs a value. Write -d <seconds>; one that begins with a dash or a dot as --delay=….',
		);
		for (const argv of [
			['-c'],
			['-c', 'qmp:', '-c'],
			['--delay='],
			['--delay'],
			['-f', '--json'],
			['-dn', '5'],
		]) {
			expect(refusal(...argv)).toContain('needs a value');
		}
	});

	test('an empty one', () => {
		expect(refusal('-c', '')).toBe('--connect needs a value. Run domtop --help to see which.');
	});

	test('a half one', () => {
		expect(refusal('-d.5')).toContain('--delay needs a value');
		expect(refusal('--delay.x=3')).toContain('--delay needs a value');
		expect(refusal('-cqmp:')).toContain('--connect needs a value');
		expect(refusal('--no-delay')).toContain('--delay needs a value');
	});

	test('one that a dot gives to a switch beside it', () => {
		for (const argv of [
			['-r', '--reverse.x', '1'],
			['--reverse', '-r.x'],
			['--reverse', '--reverse.constructor.prototype.x=1'],
			['--reverse.x', '1', '-r'],
			['-r.x=1', '-r'],
			['-br.x', '-r'],
			['--no-reverse.x=1', '--reverse'],
		]) {
			expect(refusal(...argv)).toBe('--reverse takes no value. Write --reverse alone.');
		}

		expect(refusal('--ascii', '--ascii.a=1')).toBe('--ascii takes no value. Write --ascii alone.');
		expect(refusal('--read-only', '--readOnly.x')).toBe(
			'--read-only takes no value. Write --read-only alone.',
		);
		expect(refusal('--no-color', '--color.x')).toBe('--no-color takes no value. Write --no-color alone.');
		expect(refusal('--color.x', '--no-color')).toBe('--no-color takes no value. Write --no-color alone.');
		expect(refusal('--readOnly.x=1', '--read-only')).toBe(
			'--read-only takes no value. Write --read-only alone.',
		);
		expect(refusal('--version.x', '--version')).toContain('takes no value');
	});

	test('one of a switch', () => {
		expect(refusal('--json=false')).toBe('--json takes no value. Write --json alone.');
		for (const argv of [['-b=1'], ['-b5'], ['-r.5'], ['--reverse=no'], ['--no-color=1']]) {
			expect(refusal(...argv)).toContain('takes no value');
		}
	});

	test('an option given twice', () => {
		expect(refusal('-d', '1', '-d', '2')).toBe('--delay is given 2 times. Give it once.');
		expect(refusal('--view', 'disks', '--view=nics')).toContain('--view is given 2 times');
		expect(refusal('-s', 'cpu', '--sort', 'cpu')).toContain('--sort is given 2 times');
	});

	test('an option there is not', () => {
		expect(refusal('--nope')).toBe('There is no option "--nope". Run domtop --help to list the options.');
		expect(refusal('--nope=1')).toContain('"--nope"');
		expect(refusal('-z')).toContain('There is no option "-z"');
		for (const argv of [
			['--__proto__', '1'],
			['--__proto__.x=1'],
			['--constructor=1'],
			['--toString'],
			['---x'],
		]) {
			expect(refusal(...argv)).toContain('There is no option');
		}
	});
});

describe('flags over config file', () => {
	const written = (values: Readonly<Record<string, string | boolean>>, origin: string): Written =>
		new Map(Object.entries(values).map(([name, value]) => [name, {origin, values: [value]}]));
	const merged = (
		config: Readonly<Record<string, string | boolean>>,
		flags: Readonly<Record<string, string | boolean>>,
	) =>
		Object.fromEntries(
			[...mergeWritten(written(config, 'config'), written(flags, 'flags'))].map(([name, {values}]) => [
				name,
				values[0],
			]),
		);

	test('flags win, the rest of the file stays', () => {
		expect(merged({delay: '1', ascii: true, 'read-only': true}, {delay: '5', 'read-only': false})).toEqual({
			delay: '5',
			ascii: true,
			'read-only': false,
		});
	});

	test('what the file says of its page is not carried to another', () => {
		const config = {view: 'disks', sort: 'rdlat', reverse: true, columns: 'disk,rdlat', delay: '1'};
		expect(merged(config, {view: 'nics'})).toEqual({view: 'nics', delay: '1'});
		expect(merged(config, {view: 'disks'})).toEqual(config);
		expect(merged(config, {})).toEqual(config);
		expect(merged(config, {view: 'nics', sort: 'rx'})).toEqual({view: 'nics', sort: 'rx', delay: '1'});
	});

	test('the page of a file that names none is the first', () => {
		expect(merged({sort: 'vcpus'}, {view: 'disks'})).toEqual({view: 'disks'});
		expect(merged({sort: 'vcpus'}, {view: 'domains'})).toEqual({sort: 'vcpus', view: 'domains'});
	});
});
