import {execFileSync} from 'node:child_process';
import {chmod, chown, mkdir, rm, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {UsageError} from '../../source/driver/usage-error.ts';
import {mergeWritten, writtenOptions} from '../../source/options/command-line.ts';
import {readConfigFile} from '../../source/options/config-file.ts';
import {type Options, parseOptions} from '../../source/options/options.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../helpers/trusted-folder.ts';

let folder: string;
let path: string;

beforeEach(({skip}) => {
	if (noTrustReason !== undefined) {
		skipBecause(skip, noTrustReason);
	}

	folder = makeTrustedFolder();
	path = join(folder, 'config.json');
});

afterEach(() => rm(folder, {recursive: true, force: true}));

const readFrom = (from: string) => readConfigFile(from, thisUser);

const options = async (text: string, ...argv: string[]): Promise<Options> => {
	await writeFile(path, text);
	const {written, input} = writtenOptions(argv);
	return parseOptions(mergeWritten(await readFrom(path), written), input);
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
		expect(await readFrom(join(folder, 'nowhere', 'config.json'))).toEqual(new Map());
	});

	test('that cannot be there says nothing', async () => {
		await writeFile(join(folder, 'file'), '');
		await symlink('loop', join(folder, 'loop'));
		for (const name of ['file', 'loop', 'x'.repeat(300)]) {
			expect(await readFrom(join(folder, name, 'config.json'))).toEqual(new Map());
		}

		expect(await readFrom('')).toEqual(new Map());
	});

	test('that is out of reach says nothing', async ({skip}) => {
		if (process.getuid?.() === 0) {
			skipBecause(skip, 'root may read every folder');
		}

		await mkdir(join(folder, 'theirs'), {mode: 0});
		expect(await readFrom(join(folder, 'theirs', 'config.json'))).toEqual(new Map());
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

	test('is set where the flag takes the file back; a flag that the file forbids gets advice', async () => {
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
			`"delay" in ${path}: "abc" is not a number of seconds. Give a number from 0.1 to 3600.`,
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

	test('what is no plain file, and is not opened: nobody writes into the pipe', async () => {
		const message = `Cannot read ${path}: it is no plain file. Mend it or move it away.`;
		await mkdir(path);
		await expect(readFrom(path)).rejects.toThrow(new UsageError(message));
		await rm(path, {recursive: true});
		execFileSync('mkfifo', [path]);
		await expect(readFrom(path)).rejects.toThrow(new UsageError(message));
	});

	test('more than 256 KiB, of which no more is read', async () => {
		const option = '{"filter": "web"}';
		expect(await options(option.padEnd(256 * 1024))).toMatchObject({filter: 'web'});
		const message = `Cannot read ${path}: it has more than 256 KiB. Mend it or move it away.`;
		expect(await refusal(option.padEnd(256 * 1024 + 1))).toBe(message);
		execFileSync('truncate', ['-s', '64G', path]);
		await expect(readFrom(path)).rejects.toThrow(new UsageError(message));
	});
});

describe('a config file that others could have written is not read', () => {
	const text = '{"delay": 7}';
	const shut = 0o644;

	beforeEach(() => writeFile(path, text));

	test('while one of ours is', async () => {
		expect((await readFrom(path)).get('delay')?.values).toEqual(['7']);
		await chmod(path, 0o600);
		expect((await readFrom(path)).get('delay')?.values).toEqual(['7']);
	});

	test('by its mode or that of its folder; to its group it matters for root alone', async () => {
		for (const [what, before] of [
			[path, shut],
			[folder, 0o700],
		] as const) {
			await chmod(what, 0o770);
			expect((await readFrom(path)).size).toBe(thisUser === 0 ? 0 : 1);
			for (const mode of [0o702, 0o777, 0o1777]) {
				await chmod(what, mode);
				expect(await readFrom(path)).toEqual(new Map());
			}

			await chmod(what, before);
			expect((await readFrom(path)).size).toBe(1);
		}
	});

	test('by its owner or that of its folder', async ({skip}) => {
		if (thisUser !== 0) {
			skipBecause(skip, 'only root can give files away');
		}

		for (const what of [path, folder]) {
			await chown(what, 65_534, 65_534);
			expect(await readFrom(path)).toEqual(new Map());
			await chown(what, 0, 0);
			expect((await readFrom(path)).size).toBe(1);
		}
	});

	test('nor a device that everybody may write to, which never ends', async () => {
		await rm(path);
		await symlink('/dev/zero', path);
		expect(await readFrom(path)).toEqual(new Map());
	});

	test('through a link as without it', async () => {
		const link = join(folder, 'link.json');
		await symlink('config.json', link);
		expect((await readFrom(link)).size).toBe(1);
		await chmod(path, 0o666);
		expect(await readFrom(link)).toEqual(new Map());
	});
});
