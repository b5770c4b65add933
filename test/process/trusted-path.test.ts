import type {Stats} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {type PathReader, trustedPath} from '../../source/process/trusted-path.ts';

const [alice, bob] = [1000, 1001];

/** One line of a made-up tree, as ls shows it: `d` or `-` or `l`, mode, owner; of a link, where it leads. */
type Entry = readonly [mode: string, owner: number, target?: string];

const kinds: Readonly<Record<string, number>> = {d: 0o040000, '-': 0o100000, l: 0o120000};

const treeOf = (entries: Readonly<Record<string, Entry>>): PathReader & {readonly looks: string[]} => {
	const looks: string[] = [];
	return {
		looks,
		lstat(path) {
			looks.push(path);
			const [mode = '', uid] = entries[path] ?? [];
			const [kind = '', bits = ''] = [mode.slice(0, 1), mode.slice(1)];
			return mode === ''
				? undefined
				: ({
						uid,
						dev: path.includes('/fuse') ? 2 : 1,
						mode: (kinds[kind] ?? 0) | Number.parseInt(bits, 8),
						isSymbolicLink: () => kind === 'l',
						isDirectory: () => kind === 'd',
					} as Stats);
		},
		readlink: (path) => entries[path]?.[2] ?? '',
		// One file system below each folder called fuse.
		fileSystem: (path) => (path.includes('/fuse') ? 0x65735546 : 0xef53),
	};
};

const usual = {
	'/': ['d755', 0],
	'/own': ['d700', 0],
	'/own/.config': ['d755', 0],
	'/tmp': ['d1777', 0],
	'/tmp/mine': ['d700', alice],
	'/tmp/roots': ['d700', 0],
	'/home': ['d755', 0],
	'/home/alice': ['d755', alice],
	'/home/alice/.config': ['d700', alice],
	'/home/alice/.config/domtop': ['d775', alice],
	'/home/alice/.config/domtop/config.json': ['-664', alice],
} as const;

const judge = (path: string, user: number, more: Readonly<Record<string, Entry>> = {}) => {
	const {path: leads, distrust} = trustedPath(path, user, treeOf({...usual, ...more}));
	return distrust ?? {leads};
};

describe('for root', () => {
	test('nothing lies on FUSE, where another user says whose it is', () => {
		const tree = {'/own/fuse': ['d700', 0], '/own/fuse/.config': ['d755', 0]} as const;
		expect(judge('/own/fuse/.config', 0, tree)).toBe('/own/fuse lies on a FUSE file system');
		expect(judge('/home/alice/fuse', alice, {'/home/alice/fuse': ['d700', alice]})).toEqual({
			leads: '/home/alice/fuse',
		});
	});

	test('every part is root’s, and writable by root alone', () => {
		expect(judge('/own/.config', 0)).toEqual({leads: '/own/.config'});
		expect(judge('/own/.config', 0, {'/own': ['d770', 0]})).toBe('/own is writable by its group');
		expect(judge('/own/.config', 0, {'/': ['d757', 0]})).toBe('/ is writable by everybody');
		expect(judge('/own/.config', 0, {'/own/.config': ['d1777', 0]})).toBe(
			'/own/.config is writable by everybody',
		);
		expect(judge('/own/.config', 0, {'/own': ['d700', bob]})).toBe('/own belongs to uid 1001');
		expect(judge('/own/.config/x', 0, {'/own/.config/x': ['-666', 0]})).toMatch(/writable by everybody$/);
	});

	test('what another user has is not, nor what lies in a sticky /tmp', () => {
		expect(judge('/home/alice/.config', 0)).toBe('/home/alice belongs to uid 1000');
		expect(judge('/home/alice/.cache/domtop', 0)).toBe('/home/alice belongs to uid 1000');
		expect(judge('/tmp/roots', 0)).toBe('/tmp is writable by everybody');
		expect(judge('/tmp/not/there', 0)).toBe('/tmp is writable by everybody');
	});
});

describe('for others', () => {
	test('every part is theirs or root’s, and may be writable by a group', () => {
		const file = '/home/alice/.config/domtop/config.json';
		expect(judge(file, alice)).toEqual({leads: file});
		expect(judge(file, bob)).toBe('/home/alice belongs to uid 1000');
		expect(judge(file, alice, {'/home/alice': ['d777', alice]})).toBe('/home/alice is writable by everybody');
		expect(judge(file, alice, {[file]: ['-666', alice]})).toBe(`${file} is writable by everybody`);
		expect(judge(file, alice, {[file]: ['-644', bob]})).toBe(`${file} belongs to uid 1001`);
		expect(judge(file, alice, {[file]: ['-644', 0]})).toEqual({leads: file});
		expect(judge('/tmp/mine', alice)).toBe('/tmp is writable by everybody');
	});
});

describe('what is not there yet', () => {
	test('is judged by the nearest folder that is', () => {
		expect(judge('/own/.cache/domtop', 0)).toEqual({leads: '/own/.cache/domtop'});
		expect(judge('/nowhere/at/all', alice)).toEqual({leads: '/nowhere/at/all'});
		expect(judge('/home/alice/.config/domtop/config.json/below', alice)).toEqual({
			leads: '/home/alice/.config/domtop/config.json/below',
		});
	});

	test('has no stats, what is there has', () => {
		expect(trustedPath('/own/.cache', 0, treeOf(usual)).stats).toBeUndefined();
		expect(trustedPath('/own', 0, treeOf(usual)).stats?.mode).toBe(0o040700);
	});
});

describe('links', () => {
	test('pass where their target does: dot-files kept elsewhere', () => {
		const dotfiles = {
			'/home/alice/.config': ['l777', alice, 'dotfiles/config'],
			'/home/alice/dotfiles': ['d775', alice],
			'/home/alice/dotfiles/config': ['d775', alice],
		} as const;
		expect(judge('/home/alice/.config/domtop', alice, dotfiles)).toEqual({
			leads: '/home/alice/dotfiles/config/domtop',
		});
		expect(
			judge('/home/alice/.config/domtop', alice, {
				...dotfiles,
				'/home/alice/dotfiles': ['d777', alice],
			}),
		).toBe('/home/alice/dotfiles is writable by everybody');
	});

	test('lead back, up and to the top as the kernel follows them', () => {
		const links = {
			'/own/up': ['l777', 0, '../own/./.config//'],
			'/own/top': ['l777', 0, '/own/up'],
			'/own/above': ['l777', 0, '../../../..'],
		} as const;
		expect(judge('/own/up/x', 0, links)).toEqual({leads: '/own/.config/x'});
		expect(judge('/own/top/x', 0, links)).toEqual({leads: '/own/.config/x'});
		expect(judge('/own/above/tmp', 0, links)).toBe('/tmp is writable by everybody');
	});

	test('are judged by who may change them, be their target ever so good', () => {
		const links = {
			'/tmp/link': ['l777', 0, '/own/.config'],
			'/home/alice/link': ['l777', alice, '/own/.config'],
			'/own/given': ['l777', alice, '/own/.config'],
			'/own/twice': ['l777', 0, '/home/alice/link'],
		} as const;
		expect(judge('/tmp/link', 0, links)).toBe('/tmp is writable by everybody');
		expect(judge('/home/alice/link', 0, links)).toBe('/home/alice belongs to uid 1000');
		expect(judge('/own/given', 0, links)).toBe('/own/given belongs to uid 1000');
		expect(judge('/own/twice', 0, links)).toBe('/home/alice belongs to uid 1000');
		expect(judge('/home/alice/link', alice, links)).toEqual({leads: '/own/.config'});
	});

	test('that lead nowhere are judged by where they would', () => {
		const links = {
			'/own/dangling': ['l777', 0, '/tmp/not-there'],
			'/own/odd': ['l777', 0, 'not-there/../../tmp'],
		} as const;
		expect(judge('/own/dangling', 0, links)).toBe('/tmp is writable by everybody');
		expect(() => judge('/own/odd', 0, links)).toThrow(/^ENOENT/);
	});

	test('that lead to each other end', () => {
		const tree = treeOf({...usual, '/own/a': ['l777', 0, 'b'], '/own/b': ['l777', 0, 'a']});
		expect(() => trustedPath('/own/a', 0, tree)).toThrow(/^ELOOP/);
		expect(tree.looks.length).toBeLessThan(100);
	});
});

test('dots are taken out first, and what is judged is what is returned', () => {
	expect(judge('/own/none/../../tmp/evil', 0)).toBe('/tmp is writable by everybody');
	expect(judge('//own/./.config/', 0)).toEqual({leads: '/own/.config'});
});

test('costs one call a part', () => {
	const tree = treeOf(usual);
	trustedPath('/home/alice/.config/domtop/config.json', alice, tree);
	expect(tree.looks).toEqual([
		'/',
		'/home',
		'/home/alice',
		'/home/alice/.config',
		'/home/alice/.config/domtop',
		'/home/alice/.config/domtop/config.json',
	]);
});
