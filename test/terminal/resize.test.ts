import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal, type RealTerminal, type Shown} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';

type Size = readonly [columns: number, rows: number];

const sizes: readonly Size[] = [
	[60, 15],
	[40, 15],
	[40, 8],
	[20, 5],
	[200, 50],
	[120, 20],
	[30, 50],
	[80, 24],
];

const clear = '\u001B[2J';
const frameEnd = '\u001B[?2026l';

/** Does something, and waits for a frame that was painted on an empty screen since then. */
const painted = (terminal: RealTerminal, act: () => void, holds: (shown: Shown) => boolean = () => true) => {
	const before = terminal.bytes().length;
	act();
	return terminal.until((shown) => {
		const since = terminal.bytes().slice(before);
		const cleared = since.lastIndexOf(clear);
		return cleared >= 0 && since.includes(frameEnd, cleared) && holds(shown);
	});
};

const repaint = (terminal: RealTerminal): Promise<Shown> => painted(terminal, () => terminal.type('\f'));

const isFrame =
	([columns, rows]: Size) =>
	({lines}: Shown): boolean =>
		lines.length === rows &&
		(lines[0] ?? '').includes('SIMULATED') &&
		lines.at(-1) !== '' &&
		lines.every((line) => line.length <= columns);

const openFrozen = async (context: TestContext, delay: number): Promise<RealTerminal> => {
	const command = builtProgram(['-c', 'test:', '-d', String(delay)]);
	const terminal = openTerminal(openSandbox(context), command);
	await terminal.until(/CPU \d+%/);
	// From here on nothing changes by itself: what is drawn anew is the resize's doing.
	terminal.type('z');
	await terminal.until('FROZEN');
	return terminal;
};

describe('a resize', {concurrent: true, timeout: 120_000}, () => {
	for (const [what, keys] of [
		['the table', 'k'],
		['the disks, scrolled down', '3G'],
		['a domain', 'jj\r'],
		['the help', '?'],
		['the problems', '!'],
	] as const) {
		test(`draws ${what} at once, smaller and larger, and leaves nothing behind`, async (context) => {
			const terminal = await openFrozen(context, 0.3);
			terminal.type(keys);
			const expected: (readonly string[])[] = [];
			for (const size of sizes) {
				await painted(terminal, () => terminal.resize(...size), isFrame(size));
				expected.push((await repaint(terminal)).lines);
			}

			for (const [index, size] of sizes.entries()) {
				terminal.resize(...size);
				const {lines} = await terminal.until(({lines}) => lines.join('\n') === expected[index]?.join('\n'));
				expect({lines}).toSatisfy(isFrame(size));
			}
		});
	}

	test('to less than can be used says so, and comes back', async (context) => {
		const terminal = await openFrozen(context, 0.3);
		terminal.resize(12, 3);
		await terminal.until((shown) => shown.lines.join('').startsWith('terminal to'));
		terminal.resize(1, 1);
		terminal.resize(80, 24);
		await terminal.until(isFrame([80, 24]));
	});

	test('while it is drawn all the time ends with the last size', async (context) => {
		const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '0.1']));
		await terminal.until(/CPU \d+%/);
		for (let columns = 200; columns > 60; columns -= 7) {
			terminal.resize(columns, Math.floor(columns / 4));
		}

		terminal.resize(90, 30);
		terminal.type('zk');
		const {lines} = await terminal.until(
			(shown) => shown.text.includes('FROZEN') && isFrame([90, 30])(shown),
		);
		expect((await repaint(terminal)).lines).toEqual(lines);
	});
});
