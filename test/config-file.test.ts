import {mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {readConfigFile, writeConfigFile} from '../source/config-file.ts';
import {type Options, parseOptions} from '../source/options.ts';
import {UsageError} from '../source/usage-error.ts';
import {mergeWritten, writtenOptions} from '../source/written-options.ts';
import {skipBecause} from './helpers/skip-because.ts';

let folder: string;
let path: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'domtop-config-'));
	path = join(folder, 'config.json');
});

afterEach(() => rm(folder, {recursive: true, force: true}));

const options = async (text: string, ...argv: string[]): Promise<Options> => {
	await writeFile(path, text);
	const {written, input} = writtenOptions(argv);
	return parseOptions(mergeWritten(await readConfigFile(path), written), input);
};

const refusal = async (text: string): Promise<string> => {
	try {
		await options(text);
	} catch (error) {
		if (error instanceof UsageError) {
			expect(error.message).toMatch(/^[^\u0000-\u001F\u007F-\u009F]+\.$/);
			return error.message;
		}

		throw error;
	}

	throw new Error(`${text} should have been refused.`);
};

describe('a config file', () => {
	test('that is not there says nothing', async () => {
		expect(await readConfigFile(join(folder, 'nowhere', 'config.json'))).toEqual(new Map());
	});

	test('that cannot be there says nothing', async () => {
		await writeFile(join(folder, 'file'), '');
		await symlink('loop', join(folder, 'loop'));
		for (const name of ['file', 'loop', 'x'.repeat(300)]) {
			expect(await readConfigFile(join(folder, name, 'config.json'))).toEqual(new Map());
		}

		expect(await readConfigFile('')).toEqual(new Map());
	});

	test('that is out of reach says nothing', async ({skip}) => {
		if (process.getuid?.() === 0) {
			skipBecause(skip, 'root may read every folder');
		}

		await mkdir(join(folder, 'theirs'), {mode: 0});
		expect(await readConfigFile(join(folder, 'theirs', 'config.json'))).toEqual(new Map());
	});

	test('holds long option names with texts, numbers, true and false', async () => {
		const text = JSON.stringify({
			connect: ['qmp:', 'test:'],
			delay: 0.5,
			view: 'disks',
			sort: 'rd',
			reverse: true,
			'read-only': false,
			'vbd-sectors': 512,
			'no-color': true,
		});
		expect(await options(text)).toMatchObject({
			connect: [{uri: 'qmp:'}, {uri: 'test:///default'}],
			delay: 0.5,
			page: 'disks',
			sort: 'rd',
			reverse: true,
			readOnly: false,
			sectors: '512',
			color: false,
		});
		expect((await options('{"connect": "qmp:"}')).connect.length).toBe(1);
	});

	test('gives way to flags', async () => {
		const text = '{"delay": 5, "connect": ["qmp:"], "view": "disks", "sort": "rdlat", "read-only": true}';
		expect(await options(text, '-d', '1', '-c', 'test:', '--view', 'nics', '--no-read-only')).toMatchObject({
			delay: 1,
			connect: [{scheme: 'test'}],
			page: 'nics',
			sort: undefined,
			readOnly: false,
		});
	});
});

describe('a period in the file', () => {
	const period = '{"balloon-period": 5}';

	test('is not set where nothing may be changed, by a flag or by the file', async () => {
		expect(await options(period)).toMatchObject({balloonPeriod: 5, readOnly: false});
		expect(await options(period, '--read-only')).toMatchObject({balloonPeriod: undefined, readOnly: true});
		expect(await options('{"balloon-period": 5, "read-only": true}')).toMatchObject({
			balloonPeriod: undefined,
			readOnly: true,
		});
	});

	test('is set where the flag takes the file back; a flag that the file forbids is told how', async () => {
		const both = '{"balloon-period": 5, "read-only": true}';
		expect(await options(both, '--no-read-only')).toMatchObject({balloonPeriod: 5, readOnly: false});
		await expect(options('{"read-only": true}', '--balloon-period', '5')).rejects.toThrow(
			`"read-only" in ${path} forbids to set a period. Add --no-read-only to set it.`,
		);
	});
});

describe('a wrong config file is one line with advice', () => {
	test('no JSON, or no object', async () => {
		for (const text of ['', '{', '{"delay": 1,}', '\u001B[2J\n{"a":\n\n"b\u0007', '{\n\t"delay": abc\n}']) {
			expect(await refusal(text)).toMatch(/ is not JSON: .*Mend it or move it away\.$/);
		}

		for (const text of ['[]', '1', 'null', '"delay"']) {
			expect(await refusal(text)).toContain('must hold one JSON object');
		}
	});

	test('names that are no options, or not for a file', async () => {
		for (const name of [
			'dealy',
			'd',
			'json',
			'iterations',
			'frame',
			'help',
			'period',
			'__proto__',
			'constructor',
			'readOnly',
			'',
		]) {
			expect(await refusal(`{${JSON.stringify(name)}: true}`)).toContain(
				`${JSON.stringify(name)} in ${path} is no option for a config file.`,
			);
		}
	});

	test('values of the wrong type', async () => {
		for (const value of ['null', 'true', '{}', '[1]', '["1"]']) {
			expect(await refusal(`{"delay": ${value}}`)).toBe(`"delay" in ${path} must be a text or a number.`);
		}

		for (const value of ['null', '1', '"yes"', '[true]']) {
			expect(await refusal(`{"reverse": ${value}}`)).toBe(`"reverse" in ${path} must be true or false.`);
		}

		expect(await refusal('{"connect": ["qmp:", null]}')).toContain('must be a text or a number');
	});

	test('values that the option refuses, by the name of the file', async () => {
		expect(await refusal('{"delay": "abc"}')).toBe(
			`"delay" in ${path}: "abc" is not a number of seconds. Give one from 0.1 to 3600.`,
		);
		for (const text of [
			'{"delay": -1}',
			'{"delay": 1e300}',
			'{"delay": 1e999}',
			'{"delay": ""}',
			'{"view": "x"}',
		]) {
			expect(await refusal(text)).toContain(path);
		}

		expect(await refusal('{"connect": "qemu+ssh://a:secret@b/"}')).not.toContain('secret');
		expect(await refusal('{"connect": ["/run/a\\u0000b"]}')).toContain('zero byte');
	});

	test('a folder in its place', async () => {
		await mkdir(path);
		await expect(readConfigFile(path)).rejects.toThrow(/^Cannot read .*EISDIR.*Mend it or move it away\.$/);
	});
});

describe('writing', () => {
	const contents = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

	test('makes the folder, keeps what else is there, and takes out what is undefined', async () => {
		path = join(folder, 'new', 'domtop', 'config.json');
		await writeConfigFile(path, {delay: 1, ascii: true});
		expect(await contents()).toEqual({delay: 1, ascii: true});
		await writeConfigFile(path, {delay: 5, view: 'disks', ascii: undefined});
		expect(await contents()).toEqual({delay: 5, view: 'disks'});
		expect(await readdir(join(folder, 'new', 'domtop'))).toEqual(['config.json']);
	});

	test('what was written reads back', async () => {
		await writeConfigFile(path, {delay: 0.5, filter: 'a "b" é', reverse: true, columns: 'name,cpu'});
		expect(await options(await readFile(path, 'utf8'))).toMatchObject({
			delay: 0.5,
			filter: 'a "b" é',
			reverse: true,
			columns: ['name', 'cpu'],
		});
	});

	test('says in one sentence why it cannot, and what to do', async () => {
		await writeFile(join(folder, 'file'), '');
		const inFile = join(folder, 'file', 'config.json');
		await expect(writeConfigFile(inFile, {delay: 2})).rejects.toThrow(
			new Error(
				`Cannot write ${inFile}: a file stands where its folder would be (EEXIST). Choose another folder with XDG_CONFIG_HOME.`,
			),
		);
		await mkdir(path);
		await expect(writeConfigFile(path, {delay: 2})).rejects.toThrow(
			/^Cannot write .*: illegal operation on a directory \(EISDIR\)\. Choose another folder with XDG_CONFIG_HOME\.$/,
		);
		await expect(writeConfigFile('', {delay: 2})).rejects.toThrow(
			'There is no home folder to write the options to. Choose one with XDG_CONFIG_HOME.',
		);
	});

	test('leaves a file alone that it cannot read', async () => {
		await writeFile(path, '{"delay": 1');
		await expect(writeConfigFile(path, {delay: 2})).rejects.toThrow(UsageError);
		expect(await readFile(path, 'utf8')).toBe('{"delay": 1');
	});
});
