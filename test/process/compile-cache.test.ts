import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {compileCache} from '../../source/process/compile-cache.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../helpers/trusted-folder.ts';

let folder: string;
let path: string;

beforeEach(({skip}) => {
	if (noTrustReason !== undefined) {
		skipBecause(skip, noTrustReason);
	}

	folder = makeTrustedFolder();
	path = join(folder, '.cache/domtop');
});

afterEach(() => rmSync(folder, {recursive: true, force: true}));

test('is made for us alone where it is missing, whatever the umask', () => {
	const umask = process.umask(0);
	try {
		expect(compileCache(path, thisUser)).toBe(path);
	} finally {
		process.umask(umask);
	}

	for (const made of [path, join(folder, '.cache')]) {
		expect(statSync(made).mode & 0o777).toBe(0o700);
	}

	expect(compileCache(path, thisUser)).toBe(path);
});

test('is where a link of ours leads', () => {
	mkdirSync(join(folder, 'elsewhere'));
	symlinkSync('elsewhere', join(folder, '.cache'));
	expect(compileCache(path, thisUser)).toBe(join(folder, 'elsewhere/domtop'));
});

test('is not used where others could put something into it, nor made', () => {
	chmodSync(folder, 0o777);
	expect(compileCache(path, thisUser)).toBeUndefined();
	expect(existsSync(join(folder, '.cache'))).toBe(false);
});

test('nor where they could into the part of one version of Node', ({skip}) => {
	const version = join(path, 'v24.0.0-x64');
	mkdirSync(version, {recursive: true});
	expect(compileCache(path, thisUser)).toBe(path);
	chmodSync(version, 0o777);
	expect(compileCache(path, thisUser)).toBeUndefined();
	chmodSync(version, 0o755);
	if (thisUser !== 0) {
		skipBecause(skip, 'only root can give folders away');
	}

	chownSync(version, 65_534, 65_534);
	expect(compileCache(path, thisUser)).toBeUndefined();
});

test('nor where it cannot be, which is no error', () => {
	writeFileSync(join(folder, '.cache'), '');
	expect(compileCache(path, thisUser)).toBeUndefined();
	expect(compileCache(join(folder, 'x'.repeat(300)), thisUser)).toBeUndefined();
});
