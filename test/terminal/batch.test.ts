import {once} from 'node:events';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, type TestContext, test} from 'vitest';
import {runProgram} from '../helpers/run-program.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const run = (context: TestContext, ...parameters: readonly string[]) =>
	runProgram(openSandbox(context), ['-c', 'test:', '-d', '1', ...parameters]);

describe('batches end with 0', {concurrent: true, timeout: 120_000}, () => {
	test('--json: one object a refresh, with rates from the first on', async (context) => {
		const {code, stdout, stderr} = await run(context, '--json', '-n', '2');
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		const reports = stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
		expect(reports).toHaveLength(2);
		for (const report of reports) {
			expect(report.interval).toBeGreaterThan(0);
			expect(report.connections).toMatchObject([{uri: 'test:///default', simulated: true}]);
			expect(report.domains.length).toBeGreaterThan(20);
			expect(report.domains[0].cpuPercent).toBeGreaterThan(0);
		}
	});

	test('--csv: a heading and a row a disk, each with as many fields', async (context) => {
		const {code, stdout, stderr} = await run(
			context,
			'--csv',
			'--view',
			'disks',
			'-n',
			'1',
			'-f',
			'db-orders',
		);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		const [heading = '', ...rows] = stdout.trimEnd().split(/\r?\n/);
		expect(heading).toContain('readBytesPerSecond');
		expect(rows).toHaveLength(2);
		for (const row of rows) {
			expect(row.split(',')).toHaveLength(heading.split(',').length);
			expect(row).toContain('db-orders');
		}
	});

	test('-b: plain text, one block a refresh', async (context) => {
		const {code, stdout, stderr} = await run(context, '-b', '-n', '2', '-f', 'db-orders');
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.match(/^NAME /gm)).toHaveLength(2);
		expect(stdout.match(/^db-orders /gm)).toHaveLength(2);
	});

	test('one-shots print as virsh does', async (context) => {
		const memory = await run(context, 'dommemstat', 'db-orders');
		expect(memory).toMatchObject({code: 0, stderr: ''});
		expect(memory.stdout).toMatch(/^actual \d+$/m);
		const set = await run(context, 'dommemstat', 'mail', '--period', '3');
		expect(set).toMatchObject({code: 0, stderr: ''});
		const disk = await run(context, 'domblkstat', 'db-orders', 'vdb');
		expect(disk).toMatchObject({code: 0, stderr: ''});
		expect(disk.stdout).toMatch(/^vdb rd_bytes \d+$/m);
		const vbd = await run(context, 'domblkstat', 'xen-web', 'xvda');
		expect(vbd.stderr).toMatch(/^domtop: errs is libvirt's name for requests that waited [^\n]+\n$/);
		expect(vbd).toMatchObject({code: 0, stdout: expect.stringMatching(/^xvda errs \d+$/m)});
		const nic = await run(context, 'domifstat', 'db-orders', 'tap0');
		expect(nic).toMatchObject({code: 0, stderr: ''});
		expect(nic.stdout).toMatch(/^tap0 rx_bytes \d+$/m);
	});

	test('--help and --version', async (context) => {
		expect(await run(context, '--help')).toMatchObject({code: 0, stderr: ''});
		const version = await run(context, '--version');
		expect(version).toMatchObject({code: 0, stderr: ''});
		expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	});
});

describe('what cannot be done is one line on stderr', {concurrent: true, timeout: 120_000}, () => {
	for (const [code, parameters, words] of [
		[1, ['dommemstat', 'nobody'], 'nobody'],
		[1, ['domblkstat', 'db-orders', 'vdz'], 'vdz'],
		[1, ['domifstat', 'db-orders', 'eth9'], 'eth9'],
		[2, ['--delay=abc'], 'abc'],
		[2, ['--nonsense'], '--nonsense'],
		[2, ['-n', '0'], '0'],
		[2, ['--view', 'moon'], 'moon'],
		[2, ['--sort', 'moon'], 'moon'],
		[2, ['--frame', '10x2'], '10x2'],
		[2, ['--json', '--csv'], '--csv'],
		[2, ['moon'], 'moon'],
		[2, ['domifstat', 'db-orders'], 'domifstat'],
		[2, ['-c', 'moon:///x', '--json'], 'moon'],
		[2, ['--read-only', 'dommemstat', 'mail', '--period', '3'], '--read-only'],
	] as const) {
		test(`${code}: ${parameters.join(' ')}`, async (context) => {
			const run = await runProgram(openSandbox(context), ['-c', 'test:', ...parameters]);
			expect({code: run.code, stdout: run.stdout}).toEqual({code, stdout: ''});
			expect(run.stderr).toMatch(/^domtop: [^\n]+[.!]\n$/);
			expect(run.stderr).toContain(words);
		});
	}

	test('1: a name that several domains have, with the candidates', async (context) => {
		const parameters = ['-c', 'test:///3x1', '-c', 'test:///4x1', '-d', '0.1', 'dommemstat', 'vm-0002'];
		const {code, stdout, stderr} = await runProgram(openSandbox(context), parameters);
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^domtop: [^\n]+\(test:\/\/\/3x1\), [^\n]+\(test:\/\/\/4x1\)[^\n]+\n$/);
	});

	test('1: nothing could be read', async (context) => {
		const parameters = ['-c', 'qmp:///nowhere/at/all.sock', '--json', '-n', '1', '-d', '0.1'];
		const {code, stdout, stderr} = await runProgram(openSandbox(context), parameters);
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^domtop: [^\n]*\/nowhere\/at\/all\.sock[^\n]+\n$/);
	});

	test.each([
		['--json', '-n', '1'],
		['-b', '-n', '1'],
		['--frame', '80x8'],
		['dommemstat', 'db-orders'],
	])('1, and no claim that nothing runs, where the one socket never speaks: %s', async (...parameters) => {
		const sandbox = openSandbox();
		const path = join(sandbox.folder, 'silent.sock');
		const server = createServer(() => {}).listen(path);
		sandbox.onClose(() => server.close());
		await once(server, 'listening');
		const {code, stdout, stderr} = await runProgram(sandbox, ['-c', path, '-d', '0.5', ...parameters]);
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toMatch(/^domtop: [^\n]*silent\.sock has not answered[^\n]*\n$/);
	});

	test('0, and one line, where one of two could be read', async (context) => {
		const parameters = ['-c', 'test:', '-c', 'qmp:///nowhere.sock', '--json', '-n', '1', '-d', '0.1'];
		const {code, stdout, stderr} = await runProgram(openSandbox(context), parameters);
		expect(code).toBe(0);
		expect(JSON.parse(stdout).domains.length).toBeGreaterThan(20);
		expect(stderr).toMatch(/^domtop: [^\n]*\/nowhere\.sock[^\n]+\n$/);
	});
});
