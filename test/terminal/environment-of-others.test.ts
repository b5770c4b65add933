import {execFileSync} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, type TestContext, test} from 'vitest';
import {nobodyReason, otherUserReason} from '../helpers/as-nobody.ts';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {runCommand, runProgram} from '../helpers/run-program.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {makeTrustedFolder, noTrustReason} from '../helpers/trusted-folder.ts';

const nobody = 65_534;
const listing = (folder: string): readonly string[] =>
	readdirSync(folder, {recursive: true, encoding: 'utf8'}).toSorted();

/** A folder of the other user with what they prepared for root. */
type Trap = {
	readonly folder: string;
	readonly cache: string;
	readonly config: string;
	/** There once a command of theirs was run. */
	readonly marker: string;
};

const script = (path: string, marker: string): void => {
	writeFileSync(path, `#!/bin/sh\nid > '${marker}'\n`);
	chmodSync(path, 0o755);
};

const sshWith = (command: string): string => `qemu+ssh://nowhere.invalid/system?command=${command}`;

/** Every entry of the compile cache is a pipe that nobody writes into: whoever opens one waits for ever. */
const plantPipes = (cache: string, like: string): void => {
	for (const path of listing(like)) {
		if (/^domtop\/v[^/]+\/[\da-f]+$/.test(path)) {
			mkdirSync(join(cache, path, '..'), {recursive: true});
			execFileSync('mkfifo', [join(cache, path)]);
		}
	}
};

const setTrap = (sandbox: Sandbox, like: string): Trap => {
	const folder = join(sandbox.folder, 'theirs');
	const [cache, config] = [join(folder, '.cache'), join(folder, '.config')];
	const [marker, evil] = [join(folder, 'was-run'), join(folder, 'evil.sh')];
	mkdirSync(join(config, 'domtop'), {recursive: true});
	plantPipes(cache, like);
	script(evil, marker);
	writeFileSync(join(config, 'domtop/config.json'), JSON.stringify({connect: [sshWith(evil)], delay: 9}));
	writeFileSync(join(sandbox.folder, 'victim'), 'untouched');
	symlinkSync(join(sandbox.folder, 'victim'), join(config, 'domtop/config.json.new'));
	execFileSync('chown', ['-hR', `${nobody}:${nobody}`, folder]);
	return {folder, cache, config, marker};
};

describe.skipIf(otherUserReason !== undefined || noTrustReason !== undefined)(
	"root in another user's environment",
	{concurrent: true, timeout: 120_000},
	() => {
		let ours: string;

		/** A cache as root's own, to know the names in it. */
		beforeAll(async () => {
			ours = makeTrustedFolder();
			const [node = '', ...parameters] = builtProgram(['-c', 'test:', '--json', '-n', '1', '-d', '0.1']);
			execFileSync(node, parameters, {env: {HOME: ours, PATH: process.env.PATH ?? ''}});
		});
		afterAll(() => rmSync(ours, {recursive: true}));

		const open = (context: TestContext) => {
			const sandbox = openSandbox(context);
			const trap = setTrap(sandbox, join(ours, '.cache'));
			return {sandbox, trap, before: listing(sandbox.folder)};
		};

		/** What is kept of it: `su` keeps XDG_*, `sudo -E` HOME too. */
		const environments: readonly (readonly [
			how: string,
			what: string,
			variables: string,
			environment: (trap: Trap, home: string) => Record<string, string | undefined>,
		])[] = [
			[
				'su',
				'the config file and the cache',
				'XDG_CONFIG_HOME and XDG_CACHE_HOME',
				({cache, config}, home) => ({XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: config, HOME: home}),
			],
			[
				'su with a cache alone',
				'the cache',
				'XDG_CACHE_HOME',
				({cache}, home) => ({XDG_CACHE_HOME: cache, XDG_CONFIG_HOME: home}),
			],
			[
				'sudo -E',
				'the config file and the cache',
				'HOME',
				({folder}) => ({HOME: folder, XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined}),
			],
		];

		for (const [how, what, variables, environment] of environments) {
			test(`reads, runs and makes nothing there, and says so in one line: ${how}`, async (context) => {
				const {sandbox, trap, before} = open(context);
				const changes = environment(trap, join(sandbox.folder, 'home'));
				const folders = variables.includes(' and ') ? 'folders' : 'a folder';
				const line =
					`domtop: Not used: ${what}, as ${trap.folder} belongs to uid ${nobody}. ` +
					`Let ${variables} name ${folders} that only root can change, as sudo -H and su - do.\n`;

				const version = await runProgram(sandbox, ['--version'], changes);
				expect(version).toMatchObject({code: 0, stderr: line});
				expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);

				const json = await runProgram(sandbox, ['-c', 'test:', '--json', '-n', '1', '-d', '0.1'], changes);
				expect(json).toMatchObject({code: 0, stderr: line});
				expect(JSON.parse(json.stdout).domains.length).toBeGreaterThan(20);

				// Without -c, the config file would have said where to connect.
				const frame = await runProgram(sandbox, ['--frame', '80x24', '-d', '0.1'], changes);
				expect(frame.stderr.startsWith(line)).toBe(true);
				expect(frame.stdout).not.toContain('every 9 s');

				expect(existsSync(trap.marker)).toBe(false);
				expect(listing(sandbox.folder).filter((path) => !path.startsWith('home'))).toEqual(before);
			});
		}

		test('W writes nothing there, and says why', async (context) => {
			const {sandbox, trap, before} = open(context);
			const terminal = openTerminal(sandbox, builtProgram(['-c', 'test:']), {
				columns: 400,
				environment: {XDG_CONFIG_HOME: trap.config},
			});
			// It stands there only until the screen is taken.
			await terminal.until(() => terminal.bytes().includes('domtop: Not used: the config file, as '));
			await terminal.until(/^>\S/m);
			terminal.type('W');
			await terminal.until(`Cannot write ${trap.config}/domtop/config.json: ${trap.folder} belongs to uid`);
			terminal.type('q');
			expect(await terminal.ended).toEqual({code: 0, signal: 0});
			expect(listing(sandbox.folder).filter((path) => !path.startsWith('cache'))).toEqual(before);
			expect(readFileSync(join(sandbox.folder, 'victim'), 'utf8')).toBe('untouched');
		});

		test('root’s own cache goes on working: whatever is in it is read', async (context) => {
			const sandbox = openSandbox(context);
			const cache = join(sandbox.folder, '.cache');
			const changes = {XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined};
			expect(await runProgram(sandbox, ['--version'], changes)).toMatchObject({code: 0, stderr: ''});
			const planted = join(sandbox.folder, 'planted');
			plantPipes(planted, cache);
			if (!existsSync(planted)) {
				skipBecause(context.skip, `${process.version} has no compile cache`);
			}

			rmSync(cache, {recursive: true});
			renameSync(planted, cache);
			const pipes = listing(cache).filter((path) => /\/[\da-f]+$/.test(path));
			expect(pipes.length).toBeGreaterThan(5);
			// Whoever opens a pipe to write waits for whoever reads it.
			const writers = pipes.map((path) =>
				runCommand(sandbox, ['sh', '-c', ': > "$1"', 'sh', join(cache, path)]),
			);
			expect(await runProgram(sandbox, ['--version'], changes)).toMatchObject({code: 0, stderr: ''});
			expect((await Promise.all(writers)).map(({code}) => code)).toEqual(pipes.map(() => 0));
		});
	},
);

describe.skipIf(noTrustReason !== undefined)(
	'a config file of ours',
	{concurrent: true, timeout: 120_000},
	() => {
		const configure = (context: TestContext) => {
			const sandbox = openSandbox(context);
			mkdirSync(join(sandbox.folder, 'config/domtop'), {recursive: true});
			return {sandbox, file: join(sandbox.folder, 'config/domtop/config.json')};
		};

		test('that is a pipe is reported in one line, and not waited for', async (context) => {
			const {sandbox, file} = configure(context);
			execFileSync('mkfifo', [file]);
			expect(await runProgram(sandbox, ['-c', 'test:', '-n', '1'])).toEqual({
				code: 2,
				signal: null,
				stdout: '',
				stderr: `domtop: Cannot read ${file}: it is no plain file. Mend it or move it away.\n`,
			});
		});

		test('cannot name a program to run; the command line can', async (context) => {
			const {sandbox, file} = configure(context);
			const [marker, evil] = [join(sandbox.folder, 'was-run'), join(sandbox.folder, 'evil.sh')];
			script(evil, marker);
			writeFileSync(file, JSON.stringify({connect: [sshWith(evil)]}));
			expect(await runProgram(sandbox, ['--json', '-n', '1'])).toEqual({
				code: 2,
				signal: null,
				stdout: '',
				stderr: `domtop: "connect" in ${file}: command= names a program to run, which counts only on the command line. Take it out, or give the address with -c.\n`,
			});
			expect(existsSync(marker)).toBe(false);
			await runProgram(sandbox, ['-c', sshWith(evil), '--json', '-n', '1', '-d', '0.1']);
			expect(existsSync(marker)).toBe(true);
		});

		test('that everybody may write to is not used, and that is said once', async (context) => {
			const {sandbox, file} = configure(context);
			writeFileSync(file, '{"delay": 9}');
			chmodSync(file, 0o666);
			const {stdout, stderr} = await runProgram(sandbox, ['-c', 'test:', '-d', '0.1']);
			expect(stdout).not.toContain('every 9 s');
			expect(stderr).toMatch(
				/^domtop: Not used: the config file, as .*\/config\.json is writable by everybody\. .*\n$/,
			);
		});
	},
);

describe.skipIf(nobodyReason !== undefined)(
	'a user that is not root',
	{concurrent: true, timeout: 120_000},
	() => {
		/** As somebody with a group of their own has it: umask 002. */
		const asUser = (parameters: readonly string[]): readonly string[] => [
			...['sh', '-c', 'umask 002; exec "$@"', 'sh'],
			...['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'],
			...builtProgram(parameters),
		];
		const isReachable = (path: string): boolean => {
			try {
				const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
				execFileSync('setpriv', [...identity, 'ls', path], {stdio: 'ignore'});
				return true;
			} catch {
				return false;
			}
		};
		const plain = {XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined, XDG_RUNTIME_DIR: undefined};

		/** A home with its dot-files kept in a folder of their own, and linked. */
		const openHome = (context: TestContext, base: string): {sandbox: Sandbox; home: string} => {
			const sandbox = openSandbox(context);
			const home = mkdtempSync(join(base, '.domtop-home-'));
			context.onTestFinished(() => rmSync(home, {recursive: true}));
			mkdirSync(join(home, 'dotfiles/config/domtop'), {recursive: true});
			symlinkSync('dotfiles/config', join(home, '.config'));
			symlinkSync('../../domtop.json', join(home, '.config/domtop/config.json'));
			writeFileSync(join(home, 'dotfiles/domtop.json'), '{"delay": 0.7}');
			execFileSync('sh', [
				'-c',
				'chown -hR "$1:$1" "$2" && chmod -R u=rwX,g=rwX,o=rX "$2"',
				'sh',
				String(nobody),
				home,
			]);
			chmodSync(sandbox.folder, 0o755);
			return {sandbox, home};
		};
		const frame = ['-c', 'test:', '--frame', '80x24', '-n', '1'];

		test('has their config file and cache, under umask 002 and with linked dot-files', async (context) => {
			const {sandbox, home} = openHome(context, join(openSandbox(context).folder, '..'));
			const [, program = ''] = builtProgram([]);
			if (![home, program, process.execPath].every(isReachable)) {
				skipBecause(context.skip, `${home}, ${program} or ${process.execPath} is out of nobody's reach`);
			}

			for (const run of ['first', 'second']) {
				const {stdout, stderr} = await runCommand(sandbox, asUser(frame), {...plain, HOME: home});
				expect({run, stderr}).toEqual({run, stderr: ''});
				expect(stdout).toContain('every 0.7 s');
			}

			const entries = existsSync(join(home, '.cache')) ? listing(join(home, '.cache')) : [];
			expect(entries.length).toBeGreaterThan(Number.parseInt(process.versions.node, 10) < 22 ? -1 : 5);
		});

		test('has neither in a sticky /tmp, and is reported', async (context) => {
			const {sandbox, home} = openHome(context, tmpdir());
			const before = listing(home);
			const [, program = ''] = builtProgram([]);
			if (![program, process.execPath].every(isReachable)) {
				skipBecause(context.skip, `${program} or ${process.execPath} is out of nobody's reach`);
			}

			const {stdout, stderr} = await runCommand(sandbox, asUser(['-d', '0.1', ...frame]), {
				...plain,
				HOME: home,
			});
			expect(stdout).not.toContain('every 0.7 s');
			expect(stderr).toBe(
				`domtop: Not used: the config file, the cache and libvirt's session, as ${tmpdir()} is writable by everybody. ` +
					'Let HOME name a folder that only you can change.\n',
			);
			expect(listing(home)).toEqual(before);
		});
	},
);
