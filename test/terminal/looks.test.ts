import {describe, expect, type TestContext, test} from 'vitest';
import {inputModes, keyProtocols} from '../../source/keys/terminal-input/input-modes.ts';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal, type TerminalOptions} from '../helpers/real-terminal.ts';
import {runProgram} from '../helpers/run-program.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const colours = /\u001B\[(?:[\d;:]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:[;:][\d;:]*)?m/;
const emphasis = /\u001B\[(?:1|2|7)m/;

/** Through all pages, a refused question (which is red), a domain, a device, help and problems. */
const tour = async (context: TestContext, parameters: readonly string[], options: TerminalOptions = {}) => {
	const command = builtProgram(['-c', 'test:', '-d', '0.3', ...parameters]);
	const terminal = openTerminal(openSandbox(context), command, {columns: 120, rows: 40, ...options});
	await terminal.until(/CPU \d+% of 16/);
	const table = await terminal.until(/^>db-orders|^>\S/m);
	for (const [keys, sign] of [
		['1', 'WAIT%'],
		['2', 'RXPK/s'],
		['3', 'QUEUE'],
		['4', 'BALLOON'],
		['0/esc\r', 'filter esc'],
		['\r', 'MEMORY'],
		['\r', 'COUNTER'],
		['\u001B', 'MEMORY'],
		['\u001B', 'NAME'],
		['p', 'Balloon statistics period of esc'],
		['\u001B', 'Nothing was changed'],
		['/\u0015proc-only\r', 'filter proc-only'],
		['p', 'cannot be set'],
		['/\u0015\r', /^ mail/m],
		['c', /\[x\] NAME/],
		['\u001B', /^ mail/m],
		['?', 'KEYS'],
		['\u001B', /^ mail/m],
		['!', /PROBLEMS/],
		['\u001B', /^ mail/m],
	] as const) {
		terminal.type(keys);
		await terminal.until(sign);
	}

	terminal.type('q');
	expect(await terminal.ended).toEqual({code: 0, signal: 0});
	return {bytes: terminal.bytes(), table};
};

/** The simulated host has a domain that would paint red, rename the window, ring, and turn the text round. */
const hostile = /\u001B\[41m|\u001B\]|\u0007|\u202E|\u009B|\u009D/;

describe('on a terminal', {concurrent: true, timeout: 120_000}, () => {
	test('there is colour, the selected row has a mark too, and no name acts on the terminal', async (context) => {
		const {bytes, table} = await tour(context, []);
		expect(bytes).toMatch(colours);
		expect(bytes).toMatch(emphasis);
		expect(table.lines.filter((line) => line.startsWith('>'))).toHaveLength(1);
		expect(bytes).toContain('red');
		expect(bytes).not.toMatch(hostile);
		// Nothing but what draws: cursor, erasing, attributes, and the modes that are restored at the end or only put out.
		const {on, off} = keyProtocols('xterm');
		const ours = [inputModes.on, inputModes.off, on, off].reduce(
			(text, one) => text.replaceAll(one, ''),
			bytes,
		);
		const others = ours.replaceAll(/\u001B\[(?:[\d;]*[ABCDEGHJKm]|\?(?:7|25|1049|2004|2026)[hl])/g, '');
		expect(others).not.toContain('\u001B');
	});

	test('CI in the environment changes nothing', async (context) => {
		for (const CI of ['1', 'true', 'false']) {
			const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '0.3']), {
				environment: {CI, GITHUB_ACTIONS: CI, NODE_ENV: 'test', VITEST: '1'},
			});
			const {isAlternate} = await terminal.until(/CPU \d+%/);
			expect(isAlternate).toBe(true);
			expect(terminal.bytes()).toMatch(colours);
			terminal.type('3');
			await terminal.until('QUEUE');
		}
	});

	for (const [what, parameters, environment] of [
		['NO_COLOR=1', [], {NO_COLOR: '1'}],
		['--no-color', ['--no-color'], {}],
		['NO_COLOR=1 against FORCE_COLOR', [], {NO_COLOR: '1', FORCE_COLOR: '3', COLORTERM: 'truecolor'}],
	] as const) {
		test(`${what}: no colour, but bold and inverse`, async (context) => {
			const {bytes, table} = await tour(context, parameters, {environment});
			expect(bytes).not.toMatch(colours);
			expect(bytes).toMatch(emphasis);
			expect(table.lines.filter((line) => line.startsWith('>'))).toHaveLength(1);
		});
	}

	for (const [what, parameters, environment] of [
		['LANG=C', [], {LANG: 'C'}],
		['LC_ALL=C', [], {LC_ALL: 'C'}],
		['no locale', [], {LANG: undefined}],
		['--ascii', ['--ascii'], {}],
	] as const) {
		test(`${what}: nothing but ASCII`, async (context) => {
			const {bytes} = await tour(context, parameters, {environment});
			expect([...new Set(bytes.match(/[^\0-\u007F]/g) ?? [])]).toEqual([]);
		});
	}

	for (const [what, unset] of [
		['TERM=dumb', 'TERM=dumb; export TERM'],
		['no TERM', 'unset TERM'],
	] as const) {
		test(`${what}: plain text, refresh by refresh`, async (context) => {
			const program = shellWords(builtProgram(['-c', 'test:', '-d', '1', '-n', '2']));
			const terminal = openTerminal(openSandbox(context), ['sh', '-c', `${unset}; exec ${program}`], {
				rows: 100,
			});
			expect(await terminal.ended).toEqual({code: 0, signal: 0});
			expect(terminal.bytes()).not.toContain('\u001B');
			expect(terminal.bytes().match(/^NAME /gm)).toHaveLength(2);
		});
	}
});

describe('without a terminal', {concurrent: true, timeout: 120_000}, () => {
	for (const parameters of [
		['--json', '-n', '1'],
		['--csv', '-n', '1'],
		['-b', '-n', '1'],
		['--frame', '120x50'],
		['domblkstat', 'esc'],
	]) {
		test(`no name acts on a terminal that gets ${parameters[0]}`, async (context) => {
			const run = await runProgram(openSandbox(context), ['-c', 'test:', '-d', '0.1', ...parameters]);
			expect(run.stdout + run.stderr).not.toMatch(/[\0-\u0008\u000B-\u001F\u007F-\u009F\u202E]/);
		});
	}

	test('LANG=C: nothing but ASCII in text and frames', async (context) => {
		for (const parameters of [
			['-b', '-n', '1'],
			['--frame', '120x50'],
		]) {
			const {stdout} = await runProgram(openSandbox(context), ['-c', 'test:', '-d', '0.1', ...parameters], {
				LANG: 'C',
			});
			expect(stdout).toContain('db-orders');
			expect([...new Set(stdout.match(/[^\0-\u007F]/g) ?? [])]).toEqual([]);
		}
	});
});
