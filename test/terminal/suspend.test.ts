import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {constants} from 'node:os';
import {join} from 'node:path';
import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {processState} from '../helpers/process-state.ts';
import {openTerminal, type RealTerminal, type Shown} from '../helpers/real-terminal.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';

const prompt = 'ready> ';

/** A shell with job control. */
const openShell = async (sandbox: Sandbox): Promise<RealTerminal> => {
	const terminal = openTerminal(sandbox, ['bash', '--norc', '--noprofile', '-i'], {
		columns: 100,
		environment: {PS1: prompt, npm_config_update_notifier: 'false', npm_config_offline: 'true'},
	});
	await terminal.until(prompt);
	return terminal;
};

const isTable = ({isAlternate, text}: Shown): boolean =>
	isAlternate && /CPU \d+% of 16 CPUs[\s\S]*^>\S/m.test(text);

/** The table, and nothing more is drawn: a program that is stopped amid a frame leaves the terminal waiting for its end. */
const untilStill = async (terminal: RealTerminal): Promise<void> => {
	await terminal.until(isTable);
	terminal.type('z');
	await terminal.until((shown) => isTable(shown) && shown.text.includes('FROZEN'));
};

const program = (delay: number): string => shellWords(builtProgram(['-c', 'test:', '-d', String(delay)]));

/** Everything that the shell started. */
const jobs = (sandbox: Sandbox, terminal: RealTerminal): readonly number[] =>
	sandbox.processes().filter((pid) => pid !== terminal.pid);

const expectStopped = async (
	context: TestContext,
	sandbox: Sandbox,
	terminal: RealTerminal,
): Promise<void> => {
	const shown = await terminal.until(
		({text}) => /Stopped/.test(text) && text.trimEnd().endsWith(prompt.trim()),
	);
	expect(shown.isAlternate).toBe(false);
	expect(shown.isCursorShown).toBe(true);
	// The shell may ask for marked pastes itself, after that.
	expect(terminal.bytes()).toMatch(/\u001B\[<u\u001B\[\?2004l[\s\S]*\u001B\[\?1049l/);
	// The shell speaks as soon as its own child has stopped, and npm is one.
	const states = (): ReadonlySet<string | undefined> => new Set(jobs(sandbox, terminal).map(processState));
	await context.expect.poll(states, {timeout: 30_000}).toEqual(new Set(['T']));
	// The shell itself edits lines in raw mode; a child of it shows what it restored.
	terminal.type('stty -a\r');
	const {text} = await terminal.until(/ echoke? /);
	expect(text).toMatch(/[^-]\bicanon\b/);
	expect(text).toMatch(/[^-]\becho\b/);
};

const expectGoesOn = async (terminal: RealTerminal): Promise<void> => {
	const {isCursorShown} = await terminal.until(isTable);
	expect(isCursorShown).toBe(false);
	terminal.type('3');
	await terminal.until(/^ NAME +DISK/m);
	terminal.type('q');
	const {isAlternate, isCursorShown: isShownAtEnd} = await terminal.until(
		(shown) => !shown.isAlternate && shown.text.trimEnd().endsWith(prompt.trim()),
	);
	expect({isAlternate, isShownAtEnd}).toEqual({isAlternate: false, isShownAtEnd: true});
	terminal.type('exit\r');
	await terminal.ended;
};

describe('^Z gives the terminal to the shell, and fg takes it back', {
	concurrent: true,
	timeout: 120_000,
}, () => {
	test('from an interactive shell', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		await terminal.until(isTable);
		terminal.type('\u001A');
		await expectStopped(context, sandbox, terminal);
		terminal.type('fg\r');
		await expectGoesOn(terminal);
	});

	test('amid a repaint', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		await terminal.until(isTable);
		terminal.type('\f\f\u001A');
		await expectStopped(context, sandbox, terminal);
		terminal.type('fg\r');
		await expectGoesOn(terminal);
	});

	test('as often as one likes, in another size too', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		for (const [columns, rows] of [
			[60, 15],
			[120, 40],
			[80, 24],
		] as const) {
			await terminal.until(isTable);
			terminal.type('\u001A');
			await terminal.until(/Stopped/);
			terminal.resize(columns, rows);
			terminal.type('clear; fg\r');
			const {lines} = await terminal.until(
				(shown) => isTable(shown) && shown.lines.length === rows && /q quit$/.test(shown.lines.at(-1) ?? ''),
			);
			expect(lines[0]).toContain('SIMULATED');
		}

		await expectGoesOn(terminal);
	});

	test('when another process asks for it by SIGTSTP', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		await terminal.until(isTable);
		process.kill(sandbox.program(), 'SIGTSTP');
		await expectStopped(context, sandbox, terminal);
		terminal.type('fg\r');
		await expectGoesOn(terminal);
	});

	test('after it was stopped without being asked, by SIGSTOP', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		await untilStill(terminal);
		process.kill(sandbox.program(), 'SIGSTOP');
		await terminal.until(/Stopped/);
		terminal.type('fg\r');
		await terminal.until((shown) => isTable(shown) && !shown.text.includes('Stopped'));
		await expectGoesOn(terminal);
	});

	test('in the background it waits until it is fetched', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)}\r`);
		await terminal.until(isTable);
		terminal.type('\u001A');
		await terminal.until(/Stopped/);
		// Its state alone may still be that of the stop before, and a shell that has not seen the new one continues nothing.
		terminal.type('clear; bg; wait %1; echo "waited $?"\r');
		const {text} = await terminal.until(/^waited \d+$/m);
		expect(text).toContain(`waited ${128 + constants.signals.SIGTTOU}`);
		expect(jobs(sandbox, terminal).map(processState)).toEqual(['T']);
		terminal.resize(70, 20);
		terminal.type('clear; fg\r');
		await terminal.until((shown) => isTable(shown) && /q quit$/.test(shown.lines.at(-1) ?? ''));
		await expectGoesOn(terminal);
	});

	test('started in the background it waits until it is fetched, too', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(0.3)} & wait %1; echo "waited $?"\r`);
		const {text} = await terminal.until(/^waited \d+$/m);
		expect(text).toContain(`waited ${128 + constants.signals.SIGTTOU}`);
		terminal.resize(70, 20);
		terminal.type('clear; fg\r');
		await terminal.until((shown) => isTable(shown) && /q quit$/.test(shown.lines.at(-1) ?? ''));
		await expectGoesOn(terminal);
	});

	test('and nothing was read meanwhile: the rates are those of the whole time', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await openShell(sandbox);
		terminal.type(`${program(1)}\r`);
		await terminal.until(isTable);
		terminal.type('\u001A');
		await terminal.until(/Stopped/);
		const stoppedAt = Date.now();
		terminal.type('clear; sleep 2; fg\r');
		const {text} = await terminal.until(isTable);
		expect(Date.now() - stoppedAt).toBeGreaterThan(1900);
		// Every frame from now on, through two refreshes.
		const clocks = new Set<string>();
		const loads: number[] = [];
		const look = (screen: string): void => {
			clocks.add(/\d\d:\d\d:\d\d/.exec(screen)?.[0] ?? '');
			loads.push(...[...screen.matchAll(/CPU (\d+)% of/g)].map(([, load]) => Number(load)));
		};
		look(text);
		await terminal.until((shown) => {
			look(shown.text);
			return clocks.size === 3;
		});
		expect(text).toMatch(/CPU \d+%/);
		expect(loads.length).toBeGreaterThan(0);
		// Divided by the delay instead of the time, it were three times as much: over 150.
		expect(Math.max(...loads)).toBeLessThan(120);
		const {lines} = terminal.shown();
		const ages = lines.filter((line) => line.includes('db-orders')).map((line) => line.slice(0, 40));
		expect(ages).toEqual([expect.stringMatching(/^[> ]db-orders +running {2,}\d/)]);
		await expectGoesOn(terminal);
	});

	for (const command of ['npm start', 'npm start --silent', 'npx domtop -c test: -d 0.3']) {
		test(`under ${command}`, async (context) => {
			const sandbox = openSandbox(context);
			const [, file = ''] = builtProgram([]);
			mkdirSync(join(sandbox.folder, 'node_modules/.bin'), {recursive: true});
			symlinkSync(file, join(sandbox.folder, 'node_modules/.bin/domtop'));
			const manifest = {name: 'some-project', version: '1.0.0', scripts: {start: 'domtop -c test: -d 0.3'}};
			writeFileSync(join(sandbox.folder, 'package.json'), JSON.stringify(manifest));
			const terminal = await openShell(sandbox);
			terminal.type(`${command}\r`);
			await terminal.until(isTable);
			expect(jobs(sandbox, terminal).length).toBeGreaterThan(1);
			terminal.type('\u001A');
			await expectStopped(context, sandbox, terminal);
			terminal.type('fg\r');
			await expectGoesOn(terminal);
		});
	}
});

describe('where there is no shell to go back to', {concurrent: true, timeout: 120_000}, () => {
	const refusal = 'This terminal has no shell to go back to: domtop cannot be suspended here.';

	test('^Z is refused after a moment, and the table is drawn again', async (context) => {
		const command = builtProgram(['-c', 'test:', '-d', '0.3']);
		const terminal = openTerminal(openSandbox(context), command, {columns: 100});
		await terminal.until(isTable);
		for (const _time of [1, 2]) {
			terminal.type('\u001A');
			const shown = await terminal.until(refusal);
			expect(shown).toSatisfy(isTable);
			expect(shown.isCursorShown).toBe(false);
			terminal.type('3');
			await terminal.until(/^ NAME +DISK/m);
			terminal.type('0');
			await terminal.until((now) => isTable(now) && !now.text.includes(refusal));
		}

		terminal.type('q');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
	});

	test('so is a SIGTSTP from outside', async (context) => {
		const sandbox = openSandbox(context);
		const command = builtProgram(['-c', 'test:', '-d', '0.3']);
		const terminal = openTerminal(sandbox, command, {columns: 100});
		await terminal.until(isTable);
		process.kill(terminal.pid, 'SIGTSTP');
		expect(await terminal.until(refusal)).toSatisfy(isTable);
	});

	test('a SIGSTOP cannot be refused; when it continues, it redraws all', async (context) => {
		const command = builtProgram(['-c', 'test:', '-d', '0.3']);
		const terminal = openTerminal(openSandbox(context), command, {columns: 100});
		await untilStill(terminal);
		process.kill(terminal.pid, 'SIGSTOP');
		await context.expect.poll(() => processState(terminal.pid), {timeout: 30_000}).toBe('T');
		terminal.disturb('\u001B[?1049l\u001B[?25h\r\nsomebody else was here\r\n');
		await terminal.until('somebody else');
		process.kill(terminal.pid, 'SIGCONT');
		const {isCursorShown} = await terminal.until(
			(shown) => isTable(shown) && !shown.text.includes('somebody else'),
		);
		expect(isCursorShown).toBe(false);
	});
});
