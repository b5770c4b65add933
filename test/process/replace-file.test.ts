import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {replaceFile} from '../../source/process/replace-file.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {makeTrustedFolder} from '../helpers/trusted-folder.ts';

let folder: string;
let path: string;

beforeEach(() => {
	folder = makeTrustedFolder();
	path = join(folder, 'file');
	writeFileSync(path, 'old');
});

afterEach(() => rmSync(folder, {recursive: true}));

const replace = (what = path, check = () => {}) =>
	replaceFile(what, 'new', {mode: 0o600, suffix: 'known', check});

test('the new text is in its place, and nothing is beside it', async () => {
	await replace();
	expect(readFileSync(path, 'utf8')).toBe('new');
	expect(readdirSync(folder)).toEqual(['file']);
});

test('a person who guesses the name gains nothing: neither a link nor a file there is written to, or removed', async () => {
	writeFileSync(join(folder, 'victim'), 'untouched');
	for (const plant of [
		() => symlinkSync('victim', `${path}.known`),
		() => symlinkSync('not-there', `${path}.known`),
		() => writeFileSync(`${path}.known`, 'theirs'),
	]) {
		plant();
		await expect(replace()).rejects.toThrow('EEXIST');
		expect(readFileSync(path, 'utf8')).toBe('old');
		expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('untouched');
		expect(readdirSync(folder)).toEqual(['file', 'file.known', 'victim']);
		rmSync(`${path}.known`);
	}
});

test('folders that turn out wrong are removed again, as far as they were made', async () => {
	const refuse = () => {
		expect(readdirSync(join(folder, 'new/deep'))).toEqual([]);
		throw new Error('others may write there');
	};
	await expect(replace(join(folder, 'new/deep/file'), refuse)).rejects.toThrow('others may write there');
	expect(readdirSync(folder)).toEqual(['file']);
});

test('a file system that is read-only is said to be one, also where folders are missing', ({skip}) => {
	const module = new URL('../../source/process/replace-file.ts', import.meta.url).href;
	const script = `
		const {replaceFile} = await import(${JSON.stringify(module)});
		for (const path of process.argv.slice(1)) {
			await replaceFile(path, 'new', {mode: 0o600, suffix: 'known', check() {}}).catch(({code}) => console.log(code));
		}
	`;
	const child = spawnSync(
		'unshare',
		[
			...['--mount', '--map-root-user', 'sh', '-c', 'mount -t tmpfs -o ro none "$0" && exec "$@"', folder],
			...[process.execPath, '--input-type=module', '-e', script, path, join(folder, 'not/there/file')],
		],
		{encoding: 'utf8'},
	);
	if (child.status !== 0) {
		skipBecause(skip, `nothing can be mounted here: ${child.error?.message ?? child.stderr}`);
	}

	expect(child.stdout).toBe('EROFS\nEROFS\n');
});
