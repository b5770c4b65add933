import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const start = (context: TestContext, ...parameters: readonly string[]) =>
	openTerminal(openSandbox(context), builtProgram(['-c', 'test:', ...parameters]));

describe('the program starts', {concurrent: true, timeout: 120_000}, () => {
	test('on the alternate screen, with a frame as high as the terminal, in raw mode', async (context) => {
		const terminal = start(context);
		const {lines, isAlternate, isCursorShown} = await terminal.until(/domains: .*\n NAME/);
		expect(isAlternate).toBe(true);
		expect(isCursorShown).toBe(false);
		expect(lines).toHaveLength(24);
		expect(lines[0]).toMatch(/^simulated {2}SIMULATED – not this machine .*every 2 s$/);
		expect(lines[2]).toMatch(/^\d+ domains: \d+ running/);
		expect(lines[3]).toMatch(/^ NAME +STATE/);
		expect(lines[4]).toMatch(/^>\S/);
		expect(lines[23]).toMatch(/\? help {2}q quit$/);
		expect(terminal.modes()).toMatch(/-icanon/);
	});

	test('and shows the first rates within a second, sorted by CPU', async (context) => {
		const terminal = start(context, '-d', '30');
		await terminal.until(/domains: .*\n NAME/);
		const {lines} = await terminal.until(/CPU \d+% of 16 CPUs/, 20);
		const end = (lines[3]?.indexOf('CPU%') ?? 0) + 'CPU%'.length;
		const percents = lines
			.slice(4, 22)
			.filter((line) => /^[ >!][\w-]+ /.test(line))
			.map((line) => Number(line.slice(end - 6, end)));
		expect(percents.length).toBeGreaterThan(10);
		expect(percents).toEqual(percents.toSorted((one, other) => other - one));
		expect(percents[0]).toBeGreaterThan(0);
	});

	test('and echoes nothing of what is typed while it starts', async (context) => {
		const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '30']));
		await terminal.until((shown) => shown.isAlternate);
		terminal.type('zzzzzz\rq');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
		expect(terminal.bytes()).not.toContain('zz');
	});

	test('and ends by itself after the given number of refreshes', async (context) => {
		const terminal = start(context, '-n', '2', '-d', '0.2');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
		// Of a later frame only what changed is written, which may begin behind “CPU”.
		expect(terminal.bytes()).toMatch(/ \d+% of 16 CPUs/);
		expect(terminal.shown()).toMatchObject({isAlternate: false, isCursorShown: true});
	});

	test('and says what is wrong with an option before it touches the screen', async (context) => {
		const terminal = start(context, '--delay', 'abc');
		expect(await terminal.ended).toEqual({code: 2, signal: 0});
		expect(terminal.shown().text.trim()).toMatch(/^domtop: --delay: "abc" is not a number/);
		expect(terminal.bytes()).not.toContain('\u001B');
	});
});
