import {spawnSync} from 'node:child_process';
import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {runCommand, runProgram} from '../helpers/run-program.ts';
import {openSandbox} from '../helpers/sandbox.ts';

/** Without any escape, and none of its lines longer than so many columns: wide characters count for two. */
const expectPlain = (text: string, columns: number): void => {
	expect(text).not.toMatch(/[\0-\u0009\u000B-\u001F\u007F-\u009F]/);
	for (const line of text.split('\n')) {
		expect(line.length).toBeLessThanOrEqual(columns);
		expect(line).toBe(line.trimEnd());
	}
};

describe('stdout is no terminal', {concurrent: true, timeout: 120_000}, () => {
	test('one plain frame of 80x24, and no more', async (context) => {
		const {code, stdout, stderr} = await runProgram(openSandbox(context), ['-c', 'test:', '-d', '0.2']);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expectPlain(stdout, 80);
		const lines = stdout.split('\n');
		expect(lines).toHaveLength(25);
		expect(lines[24]).toBe('');
		expect(lines[0]).toContain('SIMULATED – not this machine');
		expect(lines[1]).toMatch(/^CPU \d+% of 16 CPUs/);
		expect(lines[4]).toMatch(/^>\S/);
	});

	test('--frame has the size that was asked for', async (context) => {
		const {code, stdout} = await runProgram(openSandbox(context), [
			'-c',
			'test:',
			'-d',
			'0.2',
			'--frame',
			'60x15',
		]);
		expect(code).toBe(0);
		expectPlain(stdout, 60);
		expect(stdout.split('\n')).toHaveLength(16);
	});

	test('a reader that has seen enough is no error', async (context) => {
		for (const options of [['--json'], ['-b'], ['--csv']]) {
			const program = shellWords(builtProgram(['-c', 'test:///200x4', '-d', '0.1', ...options]));
			const script = `${program} | head -n 1 | wc -l; echo "ended with \${PIPESTATUS[0]}"`;
			const {stdout, stderr} = await runCommand(openSandbox(context), ['bash', '-c', script]);
			expect({options, stdout, stderr}).toEqual({options, stdout: '1\nended with 0\n', stderr: ''});
		}
	});

	test('nor is one that looks at nothing', async (context) => {
		for (const options of [['--help'], ['--version'], ['-c', 'test:', '-d', '0.1']]) {
			const program = shellWords(builtProgram(options));
			const script = `exec 3> >(exec >&- 2>&-); wait $!; ${program} >&3; echo "ended with $?"`;
			const {stdout, stderr} = await runCommand(openSandbox(context), ['bash', '-c', script]);
			expect({options, stdout, stderr}).toEqual({options, stdout: 'ended with 0\n', stderr: ''});
		}
	});

	const made = ['-c', 'test:///2x1', '-d', '0.1'];
	const outputs = [
		['--help'],
		['--version'],
		made,
		[...made, '--frame', '60x10'],
		...['-b', '--json', '--csv'].map((format) => [...made, format, '-n', '1']),
		...['dommemstat', 'domblkstat'].map((command) => [...made, command, 'vm-0001']),
		[...made, 'domifstat', 'vm-0001', 'tap0'],
	];
	const inShell = (context: TestContext, options: readonly string[], rest: string) =>
		runCommand(openSandbox(context), ['sh', '-c', `exec ${shellWords(builtProgram(options))} ${rest}`]);

	const someOutputs = [outputs[1], outputs[3], outputs[5], outputs[7]].map((options) => options ?? []);

	test('a closed stdout is reported in one line, whatever was asked for', async (context) => {
		for (const options of outputs) {
			const {code, stderr} = await inShell(context, options, '>&-');
			expect({options, code}).toEqual({options, code: 1});
			expect(stderr).toMatch(/^domtop: Cannot write the output: stdout is closed\. Send it[^\n]+\n$/);
		}

		expect(await inShell(context, made, '>&- 2>&-')).toMatchObject({code: 1, stderr: ''});
		const {code} = await inShell(context, [...made, 'dommemstat', 'vm-0001', '--period', '5'], '>&-');
		expect(code).toBe(0);
		const [file = '', ...parameters] = builtProgram(['--version']);
		expect(spawnSync(file, parameters, {stdio: 'ignore'}).status).toBe(0);
	});

	test('a full disk is reported in one line', async (context) => {
		for (const options of someOutputs) {
			const {code, stderr} = await inShell(context, options, '> /dev/full');
			expect({options, code}).toEqual({options, code: 1});
			expect(stderr).toMatch(/^domtop: Cannot write the output: ENOSPC[^\n]+\n$/);
		}

		expect(await inShell(context, made, '> /dev/full 2>&-')).toMatchObject({code: 1, stderr: ''});
	});

	test('/dev/null is as good as any file', async (context) => {
		for (const options of someOutputs) {
			const {code, stderr} = await inShell(context, options, '> /dev/null');
			expect({options, code, stderr}).toEqual({options, code: 0, stderr: ''});
		}
	});

	test('stderr that takes nothing costs no output', async (context) => {
		const both = ['-c', 'qmp:///not/there', ...made, '--json', '-n', '2'];
		for (const rest of ['2> /dev/full', '2>&-', '2> >(exec true)']) {
			const program = shellWords(builtProgram(both));
			const {code, stdout} = await runCommand(openSandbox(context), [
				'bash',
				'-c',
				`exec ${program} ${rest}`,
			]);
			expect({rest, code}).toEqual({rest, code: 0});
			expect(
				stdout
					.trim()
					.split('\n')
					.map((line) => JSON.parse(line).domains.length),
			).toEqual([2, 2]);
		}
	});
});

describe('stdin is no terminal', {concurrent: true, timeout: 120_000}, () => {
	const withoutKeyboard = (context: TestContext) => {
		const sandbox = openSandbox(context);
		const program = shellWords(builtProgram(['-c', 'test:', '-d', '0.3']));
		return openTerminal(sandbox, ['sh', '-c', `exec ${program} < /dev/null`], {columns: 100});
	};

	test('the table lives on and says that there is no keyboard; SIGTERM ends it', async (context) => {
		const terminal = withoutKeyboard(context);
		const {isAlternate} = await terminal.until(/CPU \d+%[\s\S]*no keyboard here: \^C quits/);
		expect(isAlternate).toBe(true);
		const clock = /\d\d:\d\d:\d\d/;
		const first = clock.exec(terminal.shown().text)?.[0] ?? '';
		await terminal.until(({text}) => clock.exec(text)?.[0] !== first);
		process.kill(terminal.pid, 'SIGTERM');
		expect(await terminal.ended).toEqual({code: 143, signal: 0});
		expect(terminal.shown()).toMatchObject({isAlternate: false, isCursorShown: true});
	});

	test('^C ends it too', async (context) => {
		const terminal = withoutKeyboard(context);
		await terminal.until(/no keyboard here: \^C quits/);
		terminal.type('\u0003');
		expect(await terminal.ended).toEqual({code: 130, signal: 0});
		expect(terminal.shown()).toMatchObject({isAlternate: false, isCursorShown: true});
	});

	test('neither matters to a batch', async (context) => {
		const program = shellWords(builtProgram(['-c', 'test:', '-b', '-n', '1', '-d', '0.1']));
		const {code, stdout} = await runCommand(openSandbox(context), ['sh', '-c', `exec ${program} 0<&-`]);
		expect(code).toBe(0);
		expect(stdout).toContain('db-orders');
	});
});
