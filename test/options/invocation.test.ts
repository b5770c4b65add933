import {chmodSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {readInvocation} from '../../source/options/invocation.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../helpers/trusted-folder.ts';

let home = '';

beforeEach(() => {
	home = makeTrustedFolder();
	mkdirSync(join(home, 'domtop'));
});

afterEach(() => rmSync(home, {recursive: true}));

const invoke = (
	argv: readonly string[],
	{isTerminal = true, env = {}}: {isTerminal?: boolean; env?: Record<string, string>} = {},
) =>
	readInvocation(
		argv,
		{
			XDG_CONFIG_HOME: home,
			XDG_CACHE_HOME: home,
			XDG_RUNTIME_DIR: home,
			TERM: 'xterm',
			LANG: 'C.UTF-8',
			...env,
		},
		thisUser,
		isTerminal,
	);
const configure = (text: string): void => writeFileSync(join(home, 'domtop', 'config.json'), text);

describe.skipIf(noTrustReason !== undefined)('an invocation', () => {
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

	test('leaves alone a file that others could have written, and says so in one line', async () => {
		configure('{"delay": 7}');
		expect(await invoke([])).not.toHaveProperty('note');
		chmodSync(join(home, 'domtop'), 0o777);
		const {options, note} = await invoke([]);
		expect(options.delay).toBe(2);
		expect(note).toMatch(/^Not used: the config file.*\/domtop is writable by everybody\. [^\n]+\.$/);
	});

	test('asks where virsh would go, unless the person says where to look', async () => {
		const env = {LIBVIRT_DEFAULT_URI: 'qemu+ssh://far/system'};
		const {preset, options} = await invoke([], {env});
		expect([preset?.address.uri, preset?.origin, options.connect]).toEqual([
			'qemu+ssh://far/system',
			'LIBVIRT_DEFAULT_URI',
			[],
		]);
		expect((await invoke(['dommemstat', 'vm'], {env})).preset?.address.uri).toBe('qemu+ssh://far/system');
		for (const argv of [['-c', 'qmp:'], ['--help']]) {
			expect(await invoke(argv, {env})).not.toHaveProperty('preset');
		}

		configure('{"connect": "qmp:"}');
		expect(await invoke([], {env})).not.toHaveProperty('preset');
	});

	test('goes on without an address that may not be used, and says so', async () => {
		const {preset, presetTrouble} = await invoke([], {
			env: {LIBVIRT_DEFAULT_URI: 'qemu+ssh://far/system?command=x'},
		});
		expect(preset).toBeUndefined();
		expect(presetTrouble).toMatch(/^LIBVIRT_DEFAULT_URI is not used: command= names a program to run/);
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
