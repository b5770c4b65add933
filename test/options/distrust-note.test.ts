import {chmodSync, mkdirSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {sessionFolder} from '../../source/app/session-folder.ts';
import {distrustNote} from '../../source/options/distrust-note.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../helpers/trusted-folder.ts';

const note = (variables: Readonly<Record<string, string>>) => distrustNote(variables, thisUser, () => '');
const advice = thisUser === 0 ? 'only root can change, as sudo -H and su - do' : 'only you can change';

let home: string;

beforeEach(({skip}) => {
	if (noTrustReason !== undefined) {
		skipBecause(skip, noTrustReason);
	}

	home = makeTrustedFolder();
});

afterEach(() => rmSync(home, {recursive: true}));

test('nothing is said where all may be used, nothing is there, or nothing is named', () => {
	expect(note({HOME: home})).toBeUndefined();
	expect(note({HOME: '/not/there'})).toBeUndefined();
	expect(note({})).toBeUndefined();
	expect(note({XDG_CONFIG_HOME: 'tmp', XDG_CACHE_HOME: '../tmp', XDG_RUNTIME_DIR: 'x'})).toBeUndefined();
	expect(note({HOME: join(home, 'x'.repeat(300))})).toBeUndefined();
});

test('one line has what is not used, why, and what to do', () => {
	chmodSync(home, 0o777);
	const all =
		thisUser === 0 ? 'the config file and the cache' : "the config file, the cache and libvirt's session";
	expect(note({HOME: home})).toBe(
		`Not used: ${all}, as ${home} is writable by everybody. Let HOME name a folder that ${advice}.`,
	);
	const caches = thisUser === 0 ? 'the cache' : "the cache and libvirt's session";
	expect(note({HOME: '/not/there', XDG_CACHE_HOME: home})).toBe(
		`Not used: ${caches}, as ${home} is writable by everybody. Let XDG_CACHE_HOME name a folder that ${advice}.`,
	);
	expect(note({XDG_CONFIG_HOME: home, XDG_CACHE_HOME: '/tmp', XDG_RUNTIME_DIR: '/not/there'})).toBe(
		`Not used: the config file and the cache, as ${home} is writable by everybody and /tmp is writable by everybody. Let XDG_CONFIG_HOME and XDG_CACHE_HOME name folders that ${advice}.`,
	);
});

test('a folder within the cache counts: what is read there is run', () => {
	mkdirSync(join(home, 'domtop/v24'), {recursive: true});
	expect(note({XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home})).toBeUndefined();
	chmodSync(join(home, 'domtop/v24'), 0o777);
	expect(note({XDG_CACHE_HOME: home, XDG_RUNTIME_DIR: home})).toMatch(
		/^Not used: the cache, as .*\/v24 is writable by everybody\. /,
	);
});

test('a path cannot move the cursor of a terminal', () => {
	const odd = join(home, '\u001B[2J\n\u009B');
	mkdirSync(odd);
	chmodSync(odd, 0o777);
	expect(note({HOME: odd})).toMatch(/^[^\u0000-\u001F\u007F-\u009F]+$/);
});

test('the folder of a session’s daemons is given with why it is not used', () => {
	const user = 4711;
	expect(sessionFolder({XDG_RUNTIME_DIR: '/not/there'}, user)).toEqual({sessionFolder: '/not/there'});
	expect(sessionFolder({XDG_RUNTIME_DIR: '/tmp'}, user)).toEqual({
		sessionFolder: '/tmp',
		sessionDistrust: '/tmp is writable by everybody',
	});
	symlinkSync('loop', join(home, 'loop'));
	const loop = join(home, 'loop');
	expect(sessionFolder({XDG_RUNTIME_DIR: loop}, thisUser || 4711)).toMatchObject({sessionFolder: loop});
	expect(sessionFolder({XDG_RUNTIME_DIR: '/run/user/0', HOME: '/tmp'}, 0)).toEqual({});
});
