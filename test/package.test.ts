import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** Milliseconds that a child may take: a bound on a hang. */
const timeout = 50_000;

/** A folder elsewhere in which nothing is installed but what would be published. */
let stranger: string;
let published: readonly string[];

beforeAll(async () => {
	if (!existsSync(join(root, 'dist/types/source/app/index.d.ts'))) {
		throw new Error('The package is not built. Run npm run build -- --types, as npm test does.');
	}

	const {stdout} = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		timeout,
	});
	published = JSON.parse(stdout)[0].files.map(({path}: {path: string}) => path);
	stranger = await mkdtemp(join(tmpdir(), 'domtop-stranger-'));
	for (const path of published) {
		const copy = join(stranger, 'node_modules/domtop', path);
		await mkdir(dirname(copy), {recursive: true});
		await cp(join(root, path), copy);
	}

	await writeFile(join(stranger, 'package.json'), '{"type": "module"}');
}, 120_000);

afterAll(async () => {
	if (stranger) {
		await rm(stranger, {recursive: true, force: true});
	}
});

const script = async (name: string, text: string): Promise<string> => {
	const path = join(stranger, name);
	await writeFile(path, text);
	return path;
};

const node = async (text: string): Promise<unknown> => {
	const path = await script('program.js', text);
	const {stdout} = await run(process.execPath, [path], {cwd: stranger, timeout});
	return JSON.parse(stdout);
};

describe('what is published', {timeout: 60_000}, () => {
	test('is what was built, and what a person reads', () => {
		expect(published).toEqual(
			expect.arrayContaining([
				'package.json',
				'license',
				'readme.md',
				'changelog.md',
				'dist/cli.js',
				'dist/index.js',
			]),
		);
		expect(
			published.filter((path) => /^(?:source|components|drivers|test|scripts|toolchain)\//.test(path)),
		).toEqual([]);
	});

	test('needs nothing else at run time', async () => {
		const {dependencies = {}, peerDependencies = {}} = JSON.parse(
			await readFile(join(root, 'package.json'), 'utf8'),
		);
		expect({...dependencies, ...peerDependencies}).toEqual({});
	});

	test('runs as a command', async () => {
		const {version} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
		const command = join(stranger, 'node_modules/domtop/dist/cli.js');
		const {stdout} = await run(process.execPath, [command, '--version'], {cwd: stranger, timeout});
		expect(stdout).toBe(`${version}\n`);
	});

	test('loads nothing more for a variable of the environment: DEV=true is for developers of Ink', async () => {
		const devtools = join(stranger, 'node_modules/react-devtools-core');
		await mkdir(devtools);
		await writeFile(join(devtools, 'package.json'), '{"name": "react-devtools-core", "main": "index.js"}');
		const marker = join(stranger, 'was-loaded');
		await writeFile(
			join(devtools, 'index.js'),
			`require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');`,
		);
		const command = join(stranger, 'node_modules/domtop/dist/cli.js');
		const parameters = [command, '-c', 'test:', '--frame', '80x24', '-d', '0.1'];
		const env = {...process.env, DEV: 'true'};
		const {stdout, stderr} = await run(process.execPath, parameters, {cwd: stranger, timeout, env});
		expect(stdout).toContain('SIMULATED');
		expect(stderr).not.toContain('DevTools');
		expect(existsSync(marker)).toBe(false);
	});
});

describe('a stranger', {timeout: 60_000}, () => {
	test('finds the drivers, the parser of addresses, the clock and the errors', async () => {
		expect(
			await node(
				"import * as domtop from 'domtop'; console.log(JSON.stringify(Object.keys(domtop).sort()));",
			),
		).toEqual(['DriverError', 'UsageError', 'drivers', 'parseAddress', 'systemClock']);
	});

	test('reads a host through a driver', async () => {
		const text = `
			import {drivers, parseAddress, systemClock} from 'domtop';
			import {spawn} from 'node:child_process';
			const address = parseAddress('test:///3x2');
			const driver = drivers.find(({schemes}) => schemes.includes(address.scheme));
			const options = {root: '/', clock: systemClock, spawn, readOnly: true, onStatus() {}};
			const connection = await driver.connect(address, options);
			const sample = await connection.sample({delay: 1}, new AbortController().signal);
			await connection.close();
			console.log(JSON.stringify(sample.domains.map(({disks}) => disks.length)));
		`;
		expect(await node(text)).toEqual([2, 2, 2]);
	});

	test('distinguishes our errors from others', async () => {
		const text = `
			import {parseAddress, UsageError} from 'domtop';
			try {
				parseAddress('nonsense');
			} catch (error) {
				console.log(JSON.stringify([error instanceof UsageError, error.name]));
			}
		`;
		expect(await node(text)).toEqual([true, 'UsageError']);
	});

	test('does not reach behind the exports', async () => {
		await expect(node("import 'domtop/dist/cli.js';")).rejects.toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
	});

	test('has types for all of it, and wrong uses are found', async () => {
		await script(
			'uses.ts',
			`
			import {drivers, DriverError, parseAddress, systemClock, UsageError} from 'domtop';
			import type {Address, Clock, Connection, ConnectionStatus, Disk, DiskCounters, Domain, DomainRef, DomainState,
				Driver, DriverOptions, Host, Memory, MemoryStat, MemoryTag, Nic, NicCounters, Origins, Problem,
				ProblemReport, Sample, SampleRequest, Spawn, Vcpu} from 'domtop';
			export type All = [Address, Clock, ConnectionStatus, Disk, DiskCounters, DomainRef, DomainState, DriverOptions,
				Host, Memory, MemoryStat, MemoryTag, Nic, NicCounters, Origins, Problem, ProblemReport, SampleRequest,
				Spawn, Vcpu];
			const mine: Driver = {name: 'mine', schemes: ['mine'], detect: async () => [], connect: async () => {
				throw new DriverError('No.', 'Leave it.');
			}};
			export const names: readonly string[] = [...drivers, mine].map(({name}) => name);
			export const read = async (connection: Connection): Promise<readonly Domain[]> => {
				const sample: Sample = await connection.sample({delay: 2}, new AbortController().signal);
				return sample.domains;
			};
			export const path: string = parseAddress('qmp:').path;
			export const now: number = systemClock.monotonic();
			export const advice: string = new DriverError('No.', 'Leave it.').advice;
			export const usage: Error = new UsageError('No.');
			// @ts-expect-error -- a driver has schemes
			export const broken: Driver = {name: 'broken', detect: async () => [], connect: async () => { throw usage; }};
			// @ts-expect-error -- unknown is undefined, never null
			export const unknown: Host = {id: 'a', name: 'a', at: 1, cpus: null};
			`,
		);
		const configuration = {
			compilerOptions: {
				target: 'es2023',
				module: 'nodenext',
				strict: true,
				noEmit: true,
				types: ['node'],
				typeRoots: [join(root, 'node_modules/@types')],
			},
			files: ['uses.ts'],
		};
		await script('tsconfig.json', JSON.stringify(configuration));
		const compiler = join(root, 'node_modules/typescript/bin/tsc');
		const outcome = await run(process.execPath, [compiler, '--project', stranger], {
			cwd: stranger,
			timeout,
		}).catch((error: {stdout?: string}) => error);
		expect(outcome.stdout).toBe('');
	});
});
