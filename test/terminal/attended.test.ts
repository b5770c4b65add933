import {chmodSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, type TestContext, test} from 'vitest';
import {drivers} from '../../source/app/drivers.ts';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal, type RealTerminal} from '../helpers/real-terminal.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';

const entry = join(import.meta.dirname, 'attended-entry.ts');

/** The program in a shell that says how it ended and then waits; ^C is for the program alone. */
const openInShell = (sandbox: Sandbox, program: readonly string[]): RealTerminal => {
	const script = `trap : INT; ${shellWords(program)}; echo "ended with $?"; read -r line`;
	return openTerminal(sandbox, ['sh', '-c', script], {columns: 100});
};

/** The terminal is still that of the person: lines, signals, and the screen there was. */
const expectUntouched = (terminal: RealTerminal): void => {
	expect(terminal.modes()).toMatch(/[^-]\bicanon\b/);
	expect(terminal.modes()).toMatch(/[^-]\bisig\b/);
	expect(terminal.bytes()).not.toContain('\u001B[?1049h');
};

describe('connections that ask', {concurrent: true, timeout: 120_000}, () => {
	const start = (context: TestContext) =>
		openInShell(openSandbox(context), [process.execPath, '--no-warnings', entry]);

	test('have the terminal to themselves, one after the other', async (context) => {
		const terminal = start(context);
		await terminal.until('domtop: Connecting to fake:///a…\npassword for a: ');
		expectUntouched(terminal);
		expect(terminal.shown().text).not.toContain('fake:///b');
		terminal.type('wrong\r');
		await terminal.until('domtop: Connecting to fake:///b…\npassword for b: ');
		terminal.type('secret of b\r');
		await terminal.until('ended with 0');
		expect(terminal.shown().text).toContain('read: b\nproblems: a denied it.');
		expect(terminal.bytes()).not.toMatch(/wrong|secret/);
	});

	test('^C at a question ends all with 130, and gives the echo back', async (context) => {
		const terminal = start(context);
		await terminal.until('password for a: ');
		terminal.type('\u0003');
		await terminal.until('ended with 130');
		expect(terminal.modes()).toMatch(/[^-]\becho\b/);
		expect(terminal.shown().text).not.toMatch(/fake:\/\/\/b|read:/);
	});

	test('a termination of the program alone also ends the process that asks', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = openInShell(sandbox, [process.execPath, '--no-warnings', entry]);
		await terminal.until('password for a: ');
		process.kill(sandbox.program(), 'SIGTERM');
		await terminal.until('ended with 143');
		// The shell that waits is all that is left.
		expect(sandbox.processes()).toEqual([terminal.pid]);
		expect(terminal.modes()).toMatch(/[^-]\becho\b/);
	});
});

const hasSsh = drivers.some(({schemes}) => schemes.includes('qemu+ssh'));

describe.skipIf(!hasSsh)('the built program', {concurrent: true, timeout: 120_000}, () => {
	/** Stands in for ssh: asks at the terminal, and denies whatever it is told. */
	const stranger = (sandbox: Sandbox): string => {
		const file = join(sandbox.folder, 'ssh-stand-in');
		writeFileSync(
			file,
			'#!/bin/sh\nprintf "password: " >/dev/tty\nread -r answer </dev/tty\necho "Permission denied (test)." >&2\nexit 255\n',
		);
		chmodSync(file, 0o755);
		return `qemu+ssh://nowhere.invalid/system?command=${file}`;
	};

	test('asks before it takes the screen, which then says what failed', async (context) => {
		const sandbox = openSandbox(context);
		const uri = stranger(sandbox);
		const terminal = openInShell(sandbox, builtProgram(['-c', uri, '-c', 'test:', '-d', '0.5']));
		await terminal.until(/domtop: Connecting to qemu\+ssh:[\s\S]*password: /);
		expectUntouched(terminal);
		terminal.type('wrong\r');
		await terminal.until((shown) => shown.isAlternate && /1 down/.test(shown.text));
		terminal.type('!');
		await terminal.until('Permission denied (test).');
		terminal.type('qq');
		await terminal.until('ended with 0');
	});

	test('asks in a batch too, where a person is at the terminal', async (context) => {
		const sandbox = openSandbox(context);
		const uri = stranger(sandbox);
		const terminal = openInShell(sandbox, builtProgram(['-c', uri, '-b', '-n', '1', '-d', '0.2']));
		await terminal.until('password: ');
		terminal.type('wrong\r');
		await terminal.until('ended with 1');
		expect(terminal.shown().text).toContain('Permission denied (test).');
	});

	test('^C at the question ends it with 130', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = openInShell(sandbox, builtProgram(['-c', stranger(sandbox)]));
		await terminal.until('password: ');
		terminal.type('\u0003');
		await terminal.until('ended with 130');
		expectUntouched(terminal);
	});
});
