import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal, type RealTerminal, type TerminalOptions} from '../helpers/real-terminal.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';

/** The program, between two lines of a shell that says how it ended and then waits. */
const openInShell = async (
	sandbox: Sandbox,
	options: TerminalOptions = {},
): Promise<{terminal: RealTerminal; pid: number}> => {
	const program = builtProgram(['-c', 'test:', '-d', '0.3']);
	const script = `echo before; ${shellWords(program)}; echo "ended with $?"; read -r line; echo "read $line"`;
	const terminal = openTerminal(sandbox, ['sh', '-c', script], options);
	await terminal.until((shown) => shown.isAlternate && /CPU \d+%/.test(shown.text));
	return {terminal, pid: sandbox.program()};
};

/** The terminal is as it was before: the screen, the cursor, and a line can be typed and is echoed. */
const expectRestored = async (terminal: RealTerminal, code: number): Promise<readonly string[]> => {
	const shown = await terminal.until(/^ended with \d+$/m);
	const {lines, isAlternate, isCursorShown} = shown;
	expect(lines).toContain(`ended with ${code}`);
	expect(isAlternate).toBe(false);
	expect(isCursorShown).toBe(true);
	expect(lines[0]).toBe('before');
	const modes = terminal.modes();
	for (const mode of ['icanon', 'echo', 'isig', 'icrnl', 'opost', 'iexten']) {
		expect(modes).toMatch(new RegExp(`[^-]\\b${mode}\\b`));
	}

	terminal.type('still here\r');
	await terminal.until(/^still here\nread still here$/m);
	expect(await terminal.ended).toEqual({code: 0, signal: 0});
	// Modes that a person would notice later: mouse, paste, wrapping, scrolling region, character set.
	expect(terminal.bytes()).not.toMatch(/\u001B\[\?(?:[\d;]+;)?(?:9|100[0-6]|1015|1016)(?:;[\d;]+)?h/);
	expect(terminal.reports()).toEqual({mouse: 'none', focus: false, paste: false});
	expect(terminal.bytes()).toContain('\u001B[?2004h');
	// Kitty keeps the modes of its keyboard for each screen: both are on the alternate one.
	expect(terminal.bytes()).toMatch(/1049h[\s\S]*\u001B\[>0u[\s\S]*\u001B\[<u[\s\S]*1049l/);
	expect((terminal.bytes().match(/\u001B\[\?7[hl]/g) ?? []).at(-1)).toMatch(/h$/);
	expect((terminal.bytes().match(/\u001B\[\?2026[hl]/g) ?? []).at(-1)).toMatch(/l$/);
	return lines;
};

/** A module that makes the program fail as soon as it gets SIGUSR2. */
const crasher = (sandbox: Sandbox, statement: string): string => {
	const file = join(sandbox.folder, 'crash.mjs');
	writeFileSync(file, `process.on('SIGUSR2', () => {${statement}});\n`);
	return `--import=${file}`;
};

describe('every way out restores the terminal', {concurrent: true, timeout: 120_000}, () => {
	for (const [what, keys, code] of [
		['q', 'q', 0],
		['q amid a repaint', '\f\fq', 0],
		['^C', '\u0003', 130],
		['^C in a question', '/abc\u0003', 130],
		['^C in the help', '?\u0003', 130],
	] as const) {
		test(`${what}: ${code}`, async (context) => {
			const {terminal} = await openInShell(openSandbox(context));
			terminal.type(keys);
			const lines = await expectRestored(terminal, code);
			expect(lines.slice(0, 3)).toEqual(['before', `ended with ${code}`, '']);
		});
	}

	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGQUIT', 131],
	] as const) {
		test(`${signal}: ${code}`, async (context) => {
			const {terminal, pid} = await openInShell(openSandbox(context));
			process.kill(pid, signal);
			const lines = await expectRestored(terminal, code);
			expect(lines.slice(0, 3)).toEqual(['before', `ended with ${code}`, '']);
		});
	}

	test('a signal that is none of ours: by that signal', async (context) => {
		const {terminal, pid} = await openInShell(openSandbox(context));
		process.kill(pid, 'SIGQUIT');
		await expectRestored(terminal, 131);
	});

	for (const [what, statement] of [
		['an exception', `throw new Error('planted by a test')`],
		['a rejection', `void Promise.reject(new Error('planted by a test'))`],
	] as const) {
		test(`${what} that is not caught: 70, with its trace`, async (context) => {
			const sandbox = openSandbox(context);
			const environment = {NODE_OPTIONS: crasher(sandbox, statement)};
			const {terminal, pid} = await openInShell(sandbox, {columns: 120, environment});
			process.kill(pid, 'SIGUSR2');
			const lines = await expectRestored(terminal, 70);
			expect(lines[1]).toBe('domtop: this is a defect of domtop, please report it.');
			expect(lines[2]).toBe('Error: planted by a test');
			expect(lines[3]).toMatch(/^ +at .*crash\.mjs:1:/);
		});
	}
});

describe('a terminal that goes away ends the program', {concurrent: true, timeout: 120_000}, () => {
	test('as the leader of its session, by SIGHUP', async (context) => {
		const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '0.3']));
		await terminal.until(/CPU \d+%/);
		terminal.hangUp();
		expect(await terminal.ended).toEqual({code: 129, signal: 0});
	});

	test('also where no signal tells it: 129', async (context) => {
		const sandbox = openSandbox(context);
		const file = join(sandbox.folder, 'code');
		const program = shellWords(builtProgram(['-c', 'test:', '-d', '0.3']));
		// A shell that outlives the terminal keeps the signal from its children.
		const script = `trap : HUP; ${program}; echo $? > ${file}.new; mv ${file}.new ${file}`;
		const terminal = openTerminal(sandbox, ['bash', '-c', script]);
		await terminal.until(/CPU \d+%/);
		terminal.hangUp();
		await terminal.ended;
		await context.expect
			.poll(() => existsSync(file) && readFileSync(file, 'utf8'), {timeout: 30_000})
			.toBe('129\n');
	});

	test('in plain text too', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = openTerminal(sandbox, builtProgram(['-c', 'test:', '-b', '-d', '0.2']));
		await terminal.until(/template/);
		terminal.hangUp();
		await terminal.ended;
		await context.expect.poll(() => sandbox.processes(), {timeout: 30_000}).toEqual([]);
	});
});
