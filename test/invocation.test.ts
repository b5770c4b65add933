import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {readInvocation} from '../source/invocation.ts';

let home = '';

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'domtop-invocation-'));
	mkdirSync(join(home, 'domtop'));
});

afterEach(() => rmSync(home, {recursive: true}));

const invoke = (
	argv: readonly string[],
	{isTerminal = true, env = {}}: {isTerminal?: boolean; env?: Record<string, string>} = {},
) => readInvocation(argv, {XDG_CONFIG_HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', ...env}, isTerminal);
const configure = (text: string): void => writeFileSync(join(home, 'domtop', 'config.json'), text);

describe('an invocation', () => {
	test('is the screen on a terminal, lines on a dumb one, and one frame into a pipe', async () => {
		expect((await invoke([])).command).toEqual({name: 'screen'});
		expect((await invoke([], {env: {TERM: 'dumb'}})).command).toEqual({name: 'text'});
		expect((await invoke([], {isTerminal: false})).command).toEqual({name: 'frame', columns: 80, rows: 24});
		expect((await invoke(['--json'], {env: {TERM: 'dumb'}})).command).toEqual({name: 'json'});
	});

	test('takes what the file says, and flags over it', async () => {
		configure('{"delay": 7, "filter": "web"}');
		expect((await invoke(['-d', '1'])).options).toMatchObject({delay: 1, filter: 'web'});
	});

	test('gives help whatever the file says', async () => {
		configure('{');
		expect((await invoke(['--help'])).command).toEqual({name: 'help'});
		await expect(invoke([])).rejects.toThrow('is not JSON');
	});

	test('has no colour under NO_COLOR, and ASCII alone where the locale has no more', async () => {
		expect((await invoke([])).options).toMatchObject({color: true, ascii: false});
		expect((await invoke([], {env: {NO_COLOR: '1', LC_ALL: 'C'}})).options).toMatchObject({
			color: false,
			ascii: true,
		});
	});
});
