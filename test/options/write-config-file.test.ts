import {execFile} from 'node:child_process';
import {chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {UsageError} from '../../source/driver/usage-error.ts';
import {readConfigFile} from '../../source/options/config-file.ts';
import {writeConfigFile} from '../../source/options/write-config-file.ts';
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

const write = (options: Readonly<Record<string, string | number | boolean | undefined>>) =>
	writeConfigFile(path, thisUser, options);
const contents = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

test('makes the folder for us alone, keeps what else is in the file, and takes out what is undefined', async () => {
	path = join(folder, 'new', 'domtop', 'config.json');
	await write({delay: 1, ascii: true});
	expect(await contents()).toEqual({delay: 1, ascii: true});
	await write({delay: 5, view: 'disks', ascii: undefined});
	expect(await contents()).toEqual({delay: 5, view: 'disks'});
	expect(await readdir(join(folder, 'new', 'domtop'))).toEqual(['config.json']);
	for (const made of ['new', 'new/domtop']) {
		expect((await stat(join(folder, made))).mode & 0o777).toBe(0o700);
	}
});

test('what was written reads back', async () => {
	await write({delay: 0.5, filter: 'a "b" é', reverse: true, columns: 'name,cpu'});
	const written = [...(await readConfigFile(path, thisUser))].map(([name, {values}]) => [name, ...values]);
	expect(written).toEqual([
		['delay', '0.5'],
		['filter', 'a "b" é'],
		['reverse', true],
		['columns', 'name,cpu'],
	]);
});

test('a new file is for all to read, and one that is private stays so', async () => {
	await write({delay: 1});
	expect((await stat(path)).mode & 0o777).toBe(0o644 & ~process.umask());
	await chmod(path, 0o600);
	await write({delay: 2});
	expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('says in one sentence why it cannot, and what to do', async () => {
	await writeFile(join(folder, 'file'), '');
	const inFile = join(folder, 'file', 'config.json');
	await expect(writeConfigFile(inFile, thisUser, {delay: 2})).rejects.toThrow(
		new Error(
			`Cannot write ${inFile}: a file stands where its folder would be (EEXIST). Choose another folder with XDG_CONFIG_HOME.`,
		),
	);
	await mkdir(path);
	await expect(write({delay: 2})).rejects.toThrow(
		new Error(`Cannot write ${path}: it is no plain file. Choose another folder with XDG_CONFIG_HOME.`),
	);
	await expect(writeConfigFile('', thisUser, {delay: 2})).rejects.toThrow(
		'There is no home folder to write the options to. Choose one with XDG_CONFIG_HOME.',
	);
});

test('leaves a file alone that it cannot read', async () => {
	await writeFile(path, '{"delay": 1');
	await expect(write({delay: 2})).rejects.toThrow(UsageError);
	expect(await readFile(path, 'utf8')).toBe('{"delay": 1');
	expect(await readdir(folder)).toEqual(['config.json']);
});

test('is refused, with the reason, where others could change it; nothing is made there', async () => {
	await chmod(folder, 0o777);
	path = join(folder, 'domtop', 'config.json');
	await expect(write({delay: 2})).rejects.toThrow(
		new Error(
			`Cannot write ${path}: ${folder} is writable by everybody. Choose another folder with XDG_CONFIG_HOME.`,
		),
	);
	expect(await readdir(folder)).toEqual([]);
});

test('a link is kept, and what it leads to is replaced, be it there or not', async () => {
	await mkdir(join(folder, 'dotfiles'));
	await symlink('dotfiles/domtop.json', path);
	for (const delay of [1, 2]) {
		await write({delay});
		expect((await lstat(path)).isSymbolicLink()).toBe(true);
		expect(await contents()).toEqual({delay});
		expect(await readdir(join(folder, 'dotfiles'))).toEqual(['domtop.json']);
	}
});

test('what stands where the file was once written first is not written through', async () => {
	await writeFile(join(folder, 'victim'), 'untouched');
	await symlink('victim', `${path}.new`);
	await write({filter: '$(id)'});
	expect(await readFile(join(folder, 'victim'), 'utf8')).toBe('untouched');
	expect(await contents()).toEqual({filter: '$(id)'});
});

/** Writes as domtop does, where no file may be larger than nothing: as on a full disk, the file is made and not written. */
const writeOnFullDisk = async (): Promise<string> => {
	const module = new URL('../../source/options/write-config-file.ts', import.meta.url).href;
	const script = `
		const {writeConfigFile} = await import(${JSON.stringify(module)});
		await writeConfigFile(process.argv[1], ${thisUser}, {delay: 2}).then(
			() => console.log('written'),
			(error) => console.log(error.message),
		);
	`;
	const {stdout} = await promisify(execFile)('sh', [
		'-c',
		'ulimit -f 0; "$@" | cat',
		'sh',
		...[process.execPath, '--input-type=module', '-e', script, path],
	]);
	return stdout;
};

test('a full disk leaves the file as it was, and nothing beside it', async () => {
	await writeFile(path, '{"delay": 1}');
	expect(await writeOnFullDisk()).toMatch(
		/^Cannot write .*: file too large \(EFBIG\)\. Choose another folder/,
	);
	expect(await readFile(path, 'utf8')).toBe('{"delay": 1}');
	expect(await readdir(folder)).toEqual(['config.json']);
	path = join(folder, 'new', 'domtop', 'config.json');
	expect(await writeOnFullDisk()).toMatch(/^Cannot write .* \(EFBIG\)/);
	expect(await readdir(folder)).toEqual(['config.json']);
});
