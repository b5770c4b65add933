import {describe, expect, test} from 'vitest';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {UsageError} from '../../source/driver/usage-error.ts';
import {writtenOptions} from '../../source/options/command-line.ts';
import {helpText} from '../../source/options/help-text.ts';
import {optionTable} from '../../source/options/option-table.ts';
import {type Options, parseOptions} from '../../source/options/options.ts';

const parse = (...argv: string[]): Options => {
	const {written, input} = writtenOptions(argv);
	return parseOptions(written, input);
};

const refusal = (...argv: string[]): string => {
	try {
		parse(...argv);
	} catch (error) {
		if (error instanceof UsageError) {
			return error.message;
		}

		throw error;
	}

	throw new Error(`${argv.join(' ')} should have been refused.`);
};

test('who says nothing gets the screen, every two seconds', () => {
	expect(parse()).toEqual({
		command: {name: 'screen'},
		connect: [],
		delay: 2,
		iterations: undefined,
		page: 'domains',
		sort: undefined,
		reverse: false,
		filter: '',
		columns: undefined,
		balloonPeriod: undefined,
		readOnly: false,
		sectors: 'physical',
		ascii: false,
		color: true,
	});
});

test('every option has a field of its own, or is a part of the command, and is its fallback where nothing is said', () => {
	const nothing: Readonly<Record<string, unknown>> = parse();
	const fields = optionTable.flatMap(({field}) => field ?? []);
	expect(['command', ...fields].sort()).toEqual(Object.keys(nothing).sort());
	for (const {field, fallback} of optionTable) {
		expect(field === undefined ? undefined : nothing[field]).toEqual(
			field === undefined ? undefined : fallback,
		);
	}
});

test('of several wrong options the page is reported first, then the others in their order', () => {
	expect(refusal('-s', 'odd', '-d', 'odd', '--view', 'odd')).toMatch(/^--view/);
	expect(refusal('--columns', 'odd', '-s', 'odd', '-d', 'odd', '--vbd-sectors', '1')).toMatch(/^--delay/);
	expect(refusal('--vbd-sectors', '1', '-s', 'odd')).toMatch(/^--sort/);
	expect(refusal('--json', '--frame', 'odd')).toMatch(/^--json and --frame/);
	expect(refusal('--period', 'odd')).toMatch(/^--period goes with dommemstat/);
	expect(refusal('-d', 'odd', '--balloon-period', '0')).toMatch(/^--balloon-period/);
});

test('every option is heard', () => {
	const all = [
		...['-c', 'qmp:', '-c', 'test:', '-d', '.5', '-n', '3', '-s', 'rd', '-r', '-f', 'web', '--view', 'disks'],
		...[
			'--columns',
			'disk, rd',
			'--balloon-period',
			'5',
			'--vbd-sectors',
			'512',
			'--ascii',
			'--no-color',
			'--json',
		],
	];
	expect(parse(...all)).toMatchObject({
		command: {name: 'json'},
		connect: [{uri: 'qmp:'}, {uri: 'test:///default'}],
		delay: 0.5,
		iterations: 3,
		page: 'disks',
		sort: 'rd',
		reverse: true,
		filter: 'web',
		columns: ['disk', 'rd'],
		balloonPeriod: 5,
		sectors: '512',
		ascii: true,
		color: false,
	});
	expect(parse('--read-only').readOnly).toBe(true);
	expect(parse('--no-read-only').readOnly).toBe(false);
});

describe('the command', () => {
	test('is one of the outputs', () => {
		expect(
			[['-b'], ['--csv'], ['--frame', '100x30'], ['--help'], ['--version']].map(
				(argv) => parse(...argv).command,
			),
		).toEqual([
			{name: 'text'},
			{name: 'csv'},
			{name: 'frame', columns: 100, rows: 30},
			{name: 'help'},
			{name: 'version'},
		]);
		expect(refusal('--json', '--csv')).toBe('--json and --csv exclude each other. Give one of them.');
		expect(refusal('-b', '--frame', '80x24')).toContain('--batch and --frame exclude each other');
	});

	test('or a one-shot', () => {
		expect(parse('dommemstat', 'web').command).toEqual({
			name: 'dommemstat',
			domain: 'web',
			period: undefined,
		});
		expect(parse('dommemstat', '007', '--period', '0').command).toMatchObject({domain: '007', period: 0});
		expect(parse('domblkstat', 'web').command).toEqual({
			name: 'domblkstat',
			domain: 'web',
			device: undefined,
		});
		expect(parse('domblkstat', 'web', 'vda').command).toMatchObject({device: 'vda'});
		expect(parse('domifstat', 'web', 'tap0').command).toEqual({
			name: 'domifstat',
			domain: 'web',
			device: 'tap0',
		});
		expect(parse('dommemstat', '--', '-odd').command).toMatchObject({domain: '-odd'});
	});

	test('of a one-shot has all its words and no more', () => {
		expect(refusal('dommemstat')).toContain('Write domtop dommemstat <domain> [--period <seconds>].');
		expect(refusal('domblkstat', 'web', 'vda', 'vdb')).toContain('Write domtop domblkstat <domain> [disk].');
		expect(refusal('dommemstat', 'web', 'more')).toContain('dommemstat takes a domain');
		expect(refusal('domifstat', 'web')).toContain('Write domtop domifstat <domain> <nic>.');
		expect(refusal('domifstat', 'web', 'tap0', 'x')).toContain('Write domtop domifstat <domain> <nic>.');
		expect(refusal('dommemstat', 'web', '--json')).toBe('--json does not go with dommemstat. Leave it out.');
	});

	test('is none of a person’s own', () => {
		expect(refusal('web')).toContain('There is no command "web"');
		expect(refusal('toString')).toContain('There is no command "toString"');
		expect(refusal('')).toContain('There is no command ""');
	});

	test('alone has a period', () => {
		expect(refusal('--period', '5')).toContain('--period goes with dommemstat');
		expect(refusal('domblkstat', 'web', '--period', '5')).toContain('--period goes with dommemstat');
	});
});

describe('a wrong value is one line that says which and what to give', () => {
	test('numbers', () => {
		expect(refusal('-d', 'abc')).toBe(
			'--delay: "abc" is not a number of seconds. Give a number from 0.1 to 3600.',
		);
		for (const text of [
			'0',
			'0.09',
			'3601',
			'-1',
			'1e2',
			'0x10',
			' 1',
			'1,5',
			'Infinity',
			'NaN',
			'1s',
			'.',
			'１',
		]) {
			expect(refusal('--delay', text), text).toMatch(/^--delay: ".*" is not a number of seconds/);
		}

		expect(['0.1', '3600', '1.', '.25', '007'].map((text) => parse('-d', text).delay)).toEqual([
			0.1, 3600, 1, 0.25, 7,
		]);
	});

	test('whole numbers', () => {
		expect(refusal('-n', '1.5')).toBe(
			'--iterations: "1.5" is not a whole number of refreshes. Give a number from 1 to 2147483647.',
		);
		expect(refusal('-n', '0')).toContain('Give a number from 1');
		expect(refusal('--balloon-period', '0')).toContain('Give a number from 1');
		expect(refusal('--balloon-period', '4294967296')).toContain('to 2147483647');
		expect(refusal('dommemstat', 'web', '--period', '-1')).toContain('Give a number from 0');
		expect(refusal('dommemstat', 'web', '--period', '2.5')).toContain('whole number');
	});

	test('words', () => {
		expect(refusal('--view', 'disk')).toBe(
			'--view: "disk" is not valid. Give one of domains, cpu, nics, disks, memory.',
		);
		expect(refusal('--vbd-sectors', '4096')).toContain('Give one of physical, 512.');
		expect(refusal('--view', '__proto__')).toContain('Give one of');
	});

	test('columns are those of the page', () => {
		expect(refusal('-s', 'rdlat')).toContain('--sort: "rdlat" is not valid. Give one of name, state,');
		expect(refusal('--view', 'disks', '-s', 'vcpus')).toContain('Give one of name, disk,');
		expect(refusal('--columns', 'name,,cpu')).toContain('--columns: "" is not valid');
		expect(refusal('--columns', 'name,cpux')).toContain('--columns: "cpux" is not valid');
		for (const page of pageNames) {
			const keys = columns[page].map(({key}) => key);
			expect(parse('--view', page, '--columns', keys.join(',')).columns).toEqual(keys);
			expect(parse('--view', page, '-s', 'name').sort).toBe('name');
		}
	});

	test('sizes', () => {
		for (const size of ['80', '80x', 'x24', '80x24x1', '80X24', '19x24', '80x4', '1001x24', '80x1001']) {
			expect(refusal('--frame', size), size).toContain('such as 80x24');
		}
	});

	test('addresses', () => {
		expect(refusal('-c', 'nonsense')).toContain('not an address');
		expect(refusal('-c', 'qmp:', '-c', 'qemu+ssh://a:b@c/')).toContain('password');
	});

	test('is a line even where the value is not', () => {
		for (const argv of [
			['-d', '1\n2'],
			['--view', '\u001B[2J'],
			['-c', 'a\nb'],
			['\u001B[2J\n'],
			['--frame', '8\n'],
			['--columns', 'a\nb'],
		]) {
			expect(refusal(...argv)).toMatch(/^[^\u0000-\u001F]+$/);
		}
	});
});

test('--read-only forbids to set a period', () => {
	expect(refusal('--read-only', '--balloon-period', '5')).toContain('--read-only forbids');
	expect(refusal('--read-only', 'dommemstat', 'web', '--period', '0')).toContain('--read-only forbids');
	expect(parse('--read-only', 'dommemstat', 'web').readOnly).toBe(true);
});

describe('the help', () => {
	const lines = helpText().split('\n');

	test('has every option, with its short form and what follows it', () => {
		for (const {name, short, value, help} of optionTable) {
			const line = lines.find((one) => one.includes(` --${name}${value ? ` <${value}>` : ''} `));
			expect(line, name).toContain(help);
			expect(line?.startsWith(short ? `  -${short}, ` : '      ')).toBe(true);
		}
	});

	test('fits into a terminal', () => {
		expect(lines.filter((line) => line.length > 110)).toEqual([]);
	});

	test('names options once, long and short', () => {
		const names = optionTable.flatMap(({name, short}) => (short ? [name, short] : [name]));
		expect(new Set(names).size).toBe(names.length);
	});
});
