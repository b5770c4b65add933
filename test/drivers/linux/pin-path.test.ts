import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	lchownSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type PinnedPath, pinPath} from '../../../drivers/linux/pin-path.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {ownUser} from '../qemu/process-world.ts';

const mounts = {hasPath: () => true, hasMount: () => true};
const isTrusted = (user: number) => user === 0 || user === ownUser;

const pin = (anchor: string, path: string, options = {}) =>
	pinPath(path, {anchor, mounts, isTrusted, ...options});

const held = async (anchor: string, path: string, options = {}): Promise<PinnedPath> => {
	const found = await pin(anchor, path, options);
	if (typeof found === 'string') {
		throw new Error(`${path} is ${found}`);
	}

	onTestFinished(found.close);
	return found;
};

const openFiles = () => readdirSync('/proc/self/fd').length;

test('a path is spelled as it lies, and what is held stays the same whatever comes to its place', async () => {
	const root = temporaryFolder();
	mkdirSync(join(root, 'a/b'), {recursive: true});
	writeFileSync(join(root, 'a/b/file'), 'first');
	for (const path of ['/a/b/file', '//a///b/./file', '/a/b/../b/file', '/../../a/b/file']) {
		const found = await held(root, path);
		expect(found.resolved).toBe('/a/b/file');
		expect(found.wasLink).toBe(false);
	}

	const found = await held(root, '/a/b/file');
	renameSync(join(root, 'a/b/file'), join(root, 'a/moved'));
	writeFileSync(join(root, 'a/b/file'), 'second');
	expect(readFileSync(found.path, 'utf8')).toBe('first');
});

test('links are followed within the anchor, and a last link is reported, also where it leads to another', async () => {
	const root = temporaryFolder();
	mkdirSync(join(root, 'a'));
	writeFileSync(join(root, 'a/file'), '');
	symlinkSync('/a', join(root, 'absolute'));
	symlinkSync('../../../a', join(root, 'up'));
	symlinkSync('absolute/file', join(root, 'last'));
	expect(await held(root, '/absolute/file')).toMatchObject({resolved: '/a/file', wasLink: false});
	expect(await held(root, '/up/file')).toMatchObject({resolved: '/a/file', wasLink: false});
	expect(await held(root, '/last')).toMatchObject({resolved: '/a/file', wasLink: true});
});

test('what is no path of a person’s is odd, and what is not there absent; nothing stays open', async () => {
	const root = temporaryFolder();
	symlinkSync('loop', join(root, 'loop'));
	symlinkSync('x/'.repeat(2000), join(root, 'long'));
	writeFileSync(join(root, 'file'), '');
	mkdirSync(join(root, 'proc/7'), {recursive: true});
	symlinkSync('/', join(root, 'proc/7/root'));
	const before = openFiles();
	expect(await pin(root, '/loop')).toBe('odd');
	expect(await pin(root, '/long')).toBe('odd');
	expect(await pin(root, '/x'.repeat(257))).toBe('odd');
	expect(await pin(root, '/a\0b')).toBe('odd');
	expect(await pin(root, '/proc/7/root/file')).toBe('odd');
	expect(await pin(root, `/${'x'.repeat(300)}`)).toBe('failed');
	expect(await pin(root, '/none/file')).toBe('absent');
	expect(await pin(root, '/file/below')).toBe('absent');
	expect(await pin(join(root, 'none'), '/file')).toBe('absent');
	expect(openFiles()).toBe(before);
});

test('a file system that may hang is not entered, by whatever way', async () => {
	const root = temporaryFolder();
	mkdirSync(join(root, 'far/in'), {recursive: true});
	symlinkSync('far', join(root, 'way'));
	const asked: string[] = [];
	const options = {
		mounts: {
			...mounts,
			hasPath: (path: string) => {
				asked.push(path);
				return !`${path}/`.startsWith('/far/');
			},
		},
	};
	for (const path of ['/far', '/far/in', '/way', '/way/in', '/way/../far/in', '/./far//in']) {
		expect(await pin(root, path, options), path).toBe('remote');
	}

	expect(asked).not.toContain('/far/in');
	expect(await pin(root, '/', {mounts: {...mounts, hasPath: () => false}})).toBe('remote');
});

test('neither is one that was mounted since it was looked which are there', async () => {
	const options = {mounts: {...mounts, hasMount: () => false}};
	// Of another mount than `/`, wherever this runs.
	expect(await pin('/', '/proc/self/stat', options)).toBe('remote');
	expect(await pin('/proc', '/1/stat', options)).not.toBe('remote');
});

test('whose the way is: root’s alone, or over a link that another can change', async ({skip}) => {
	if (ownUser !== 0) {
		skipBecause(skip, 'only root can give folders away');
	}

	const root = mkdtempSync('/run/domtop-');
	onTestFinished(() => rmSync(root, {recursive: true}));
	chmodSync(root, 0o755);
	for (const [name, user, mode] of [
		['roots', 0, 0o755],
		['his', 1000, 0o755],
		['group', 0, 0o775],
		['sticky', 0, 0o1777],
	] as const) {
		const path = join(root, name);
		mkdirSync(path);
		writeFileSync(join(path, 'file'), '');
		symlinkSync('../roots/file', join(path, 'link'));
		symlinkSync('../roots/file', join(path, 'hers'));
		lchownSync(join(path, 'hers'), 1001, 1001);
		lchownSync(path, user, user);
		chmodSync(path, mode);
	}

	const led: string[] = [];
	const rootOnly: string[] = [];
	for (const folder of ['roots', 'his', 'group', 'sticky']) {
		for (const name of ['file', 'link', 'hers']) {
			const found = await held('/', `${root}/${folder}/${name}`);
			led.push(...(found.isLed ? [`${folder}/${name}`] : []));
			rootOnly.push(...(found.isRootOnly ? [`${folder}/${name}`] : []));
		}
	}

	expect(led).toEqual([...['roots/hers', 'his/link', 'his/hers', 'group/link', 'group/hers', 'sticky/hers']]);
	expect(rootOnly).toEqual(['roots/file', 'roots/link']);
});

test('a pipe, a device and a folder are held without being opened', async () => {
	const root = temporaryFolder();
	execFileSync('mkfifo', [join(root, 'pipe')]);
	expect((await held(root, '/pipe')).stats.isFIFO()).toBe(true);
	expect((await held('/', '/dev/null')).stats.isCharacterDevice()).toBe(true);
	expect((await held(root, '/')).stats.isDirectory()).toBe(true);
});
