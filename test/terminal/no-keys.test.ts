import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal, type RealTerminal} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const open = async (context: TestContext, ...parameters: readonly string[]): Promise<RealTerminal> => {
	const command = builtProgram(['-c', 'test:', '-d', '30', ...parameters]);
	const terminal = openTerminal(openSandbox(context), command);
	await terminal.until(/CPU \d+% of 16 CPUs/);
	// What a key then changes is seen at once, and nothing else changes.
	terminal.type('z');
	await terminal.until('Frozen: nothing is read until z is pressed again.');
	terminal.type('k');
	await terminal.until((shown) => shown.text.includes('FROZEN') && !shown.text.includes('Frozen:'));
	return terminal;
};

/** Types what is no key, and then a key: what that shows is all that changed. */
const expectNoKeys = async (terminal: RealTerminal, bytes: string | Buffer): Promise<void> => {
	const {text} = terminal.shown();
	terminal.type(bytes);
	terminal.type('?');
	await terminal.until(/Up k +│ One line up/);
	terminal.type('q');
	expect((await terminal.until(/^ NAME/m)).text).toBe(text);
};

const begin = '\u001B[200~';
const end = '\u001B[201~';

describe('bytes that are no keys do nothing', {concurrent: true, timeout: 120_000}, () => {
	test('pastes on a page', async (context) => {
		const terminal = await open(context, '-f', 'db-orders', '--view', 'memory');
		await expectNoKeys(terminal, `${begin}http://wiki/page?id=5\nplan2\r${end}`);
		await expectNoKeys(terminal, `${begin}d=5\rplan2\rq${end}`);
		await expectNoKeys(terminal, `${begin}d=5\r${end}plan2\rq${end}`);
		expect(terminal.shown().text).toMatch(/^>db-orders .* 2s /m);
	});

	test('a paste of a megabyte, with keys behind it', async (context) => {
		const terminal = await open(context);
		await expectNoKeys(terminal, begin + 'plan2\rq'.repeat(150_000) + end);
	});

	test('old mouse reports over every column', async (context) => {
		const terminal = await open(context);
		for (let first = 33; first < 256; first += 50) {
			const reports = Array.from({length: Math.min(50, 256 - first)}, (_, index) =>
				Buffer.from([0x1b, 0x5b, 0x4d, 0x20, first + index, 0x21 + index]),
			);
			// Some of these bytes are UTF-8 by chance, and then one more is waited for: any other report ends that.
			await expectNoKeys(terminal, Buffer.concat([...reports, Buffer.from('\u001B[I')]));
		}
	});

	for (const [name, bytes] of [
		['the reply of a colour', '\u001B]11;rgb:dddd/eeee/1e1e\u0007'],
		['a release in kitty’s protocol', '\u001B[113;1:3u'],
		['SGR mouse', '\u001B[<0;35;12M\u001B[<0;35;12m'],
		['urxvt mouse', '\u001B[32;81;12M'],
		['focus', '\u001B[I\u001B[O'],
		['the reply of a version', '\u001BP>|q plan2\r\u001B\\'],
		['the reply of a mode', '\u001B[?2026;2$y'],
	] as const) {
		test(name, async (context) => {
			const terminal = await open(context);
			await expectNoKeys(terminal, bytes);
			// In two parts, as a slow link brings them.
			const half = bytes.length / 2;
			terminal.type(bytes.slice(0, half));
			await pause(250);
			await expectNoKeys(terminal, bytes.slice(half));
			terminal.type(`${bytes.slice(0, half)}\u0003`);
			expect(await terminal.ended).toEqual({code: 130, signal: 0});
		});
	}

	test('since the terminal is asked for none: modes that another program left on are off', async (context) => {
		const sandbox = openSandbox(context);
		const program = shellWords(builtProgram(['-c', 'test:', '-d', '30']));
		const modes = [1000, 1002, 1003, 1004, 1006].map((mode) => `\\033[?${mode}h`).join('');
		const script = `printf '${modes}left on'; read -r line; ${program}; printf 'as it was'; read -r line`;
		const terminal = openTerminal(sandbox, ['sh', '-c', script]);
		await terminal.until('left on');
		expect(terminal.reports()).toEqual({mouse: 'any', focus: true, paste: false});
		terminal.type('\r');
		await terminal.until(/CPU \d+% of 16 CPUs/);
		expect(terminal.reports()).toEqual({mouse: 'none', focus: false, paste: true});
		terminal.type('q');
		await terminal.until('as it was');
		expect(terminal.reports()).toEqual({mouse: 'none', focus: false, paste: false});
	});

	test('what waits before the screen is there', async (context) => {
		const sandbox = openSandbox(context);
		const program = shellWords(
			builtProgram(['-c', 'test:', '-d', '30', '-f', 'db-orders', '--view', 'memory']),
		);
		const script = `sleep 0.3; exec ${program}`;
		const terminal = openTerminal(sandbox, ['sh', '-c', script], {columns: 120});
		terminal.type('plan2\rp5\rd=5\rq');
		const {lines, text} = await terminal.until(/CPU \d+% of 16 CPUs/);
		expect(lines[0]).toMatch(/every 30 s$/);
		expect(text).toMatch(/^>db-orders .* 2s /m);
		terminal.type('q');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
	});
});

describe('in a question', {concurrent: true, timeout: 120_000}, () => {
	test('a paste is put in without its enter', async (context) => {
		const terminal = await open(context, '-f', 'db-orders', '--view', 'memory');
		terminal.type('p');
		await terminal.until('now 2 s (0 stops): _');
		terminal.type(`${begin}7\r${end}`);
		await terminal.until('now 2 s (0 stops): 7_');
		terminal.type('\r');
		await terminal.until('Period of db-orders: 2 s → 7 s.');
	});

	test('a paste of several lines is no answer', async (context) => {
		const terminal = await open(context, '-f', 'db-orders', '--view', 'memory');
		terminal.type('p');
		await terminal.until('now 2 s (0 stops): _');
		terminal.type(`${begin}7\r8\r${end}`);
		await terminal.until(': 7\uFFFD8_');
		terminal.type('\r');
		const {text} = await terminal.until('7\uFFFD8 is no whole number of seconds.');
		expect(text).toMatch(/^>db-orders .* 2s /m);
	});

	test('^C ends the program amid a paste that never ends', async (context) => {
		const terminal = await open(context);
		terminal.type(`p${begin}7\r`);
		await terminal.until(': _');
		terminal.type('\u0003');
		expect(await terminal.ended).toEqual({code: 130, signal: 0});
	});
});
