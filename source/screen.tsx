import {systemClock} from './clock.ts';
import {firstReading} from './first-reading.ts';
import {inTime} from './in-time.ts';
import {createKeyboard} from './keyboard.ts';
import {inputModes, keyProtocols} from './keys/terminal-input/input-modes.ts';
import type {Options} from './options.ts';
import type {Sampler} from './sampler.ts';
import type {Size} from './scene/layout.ts';
import {createSession} from './session.ts';
import {signalCodes} from './signal-codes.ts';
import {suspendGroup} from './suspend-group.ts';
import {viewOptions} from './view/view-options.ts';
import {initialView} from './view.ts';
import {writeConfigFile} from './write-config-file.ts';

/** How the screen ended: a code, or what crashed it. */
type Ending = {readonly code: number} | {readonly error: unknown};

/** What is written between them is shown at once: synchronised output. A frame of Ink's ends it too. */
const beginUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';
const homeAndErase = '\u001B[H\u001B[2J';

/**
Ink's colours are decided as it is loaded, from the environment, where CI and a dozen names of terminals count: we
decide ourselves. Colours are named only where the look has them; bold, inverse and dim always.
*/
const loadInk = async () => {
	const before = process.env.FORCE_COLOR;
	process.env.FORCE_COLOR = '1';
	try {
		const [{render}, {LiveApp}] = await Promise.all([import('ink'), import('../components/live-app.tsx')]);
		return {render, LiveApp};
	} finally {
		if (before === undefined) {
			delete process.env.FORCE_COLOR;
		} else {
			process.env.FORCE_COLOR = before;
		}
	}
};

const sizeOf = ({columns, rows}: NodeJS.WriteStream): Size => ({columns: columns || 80, rows: rows || 24});

/**
Shows the live table until the person, a signal, the terminal or the number of refreshes ends it. Whichever it is, the
terminal is then as it was before.

@returns the exit code. Rejects with what crashed it, or, before it takes the screen, with a DriverError where no
connection could be made.
*/
export const runScreen = async (sampler: Sampler, options: Options, config: string): Promise<number> => {
	const {stdin, stdout} = process;
	const hasKeyboard = stdin.isTTY === true;
	const running = sampler.run(options.iterations);
	const [{render, LiveApp}] = await Promise.all([loadInk(), firstReading(sampler)]).catch(async (error) => {
		await inTime(sampler.close());
		throw error;
	});
	let end: (ending: Ending) => void = () => {};
	const ended = new Promise<Ending>((resolve) => {
		end = resolve;
	});
	let lend: ((callback: () => Promise<void>) => Promise<void>) | undefined;
	let lent = false;

	const protocols = keyProtocols(process.env.TERM);
	let isOver = false;
	let holdsKeyboard = false;

	/** Before the first frame, so that what comes until then is no key. */
	const takeKeyboard = async (): Promise<void> => {
		if (hasKeyboard && !isOver) {
			holdsKeyboard = true;
			stdout.write(inputModes.on);
			await keyboard.start();
		}
	};

	/** On the alternate screen, as `giveKeyboard` is called there. */
	const setProtocols = (): void => {
		if (holdsKeyboard) {
			stdout.write(protocols.on);
		}
	};

	const giveKeyboard = (): void => {
		if (holdsKeyboard) {
			holdsKeyboard = false;
			stdout.write(protocols.off + inputModes.off);
			keyboard.stop();
		}
	};

	/** Nothing is read while somebody else has the terminal. */
	const lendTo = async (callback: () => Promise<void>): Promise<void> => {
		if (lent || !lend) {
			return;
		}

		lent = true;
		sampler.change({frozen: true});
		giveKeyboard();
		try {
			await lend(async () => {
				// The frame that a repaint waits for may have been given up, and with it the end of its update.
				stdout.write(endUpdate);
				await callback();
				await takeKeyboard();
			});
			setProtocols();
		} catch (error) {
			end({error});
		} finally {
			lent = false;
			// Only whoever has the terminal in front is told of its new size: a stopped one has to ask.
			process.kill(process.pid, 'SIGWINCH');
			sampler.change({frozen: session.scene.get().view.frozen});
		}
	};

	const suspend = async (): Promise<void> => {
		let stopped = true;
		// Ours would be called instead of the stop.
		process.off('SIGTSTP', suspend);
		await lendTo(async () => {
			stopped = await suspendGroup(sampler, process);
		});
		process.on('SIGTSTP', suspend);
		if (!stopped) {
			session.say('This terminal has no shell to go back to: domtop cannot be suspended here.', true);
		}
	};

	const session = createSession(
		sampler,
		{
			quit: (code) => end({code}),
			suspend,
			repaint: () => repaint(),
			writeConfig: async (view) => {
				await writeConfigFile(config, process.geteuid?.() ?? 0, viewOptions(view));
				return `Written to ${config}.`;
			},
		},
		{
			view: initialView(options),
			size: sizeOf(stdout),
			look: {colour: options.color, ascii: options.ascii},
		},
	);
	const keyboard = createKeyboard(stdin, systemClock, session);
	const onReady = (given: typeof lend) => {
		lend = given;
		// Signals that are none of ours end Ink too.
		return giveKeyboard;
	};
	const tree = () => <LiveApp session={session} hasKeyboard={hasKeyboard} onReady={onReady} />;
	const resize = (): void => {
		session.resize(sizeOf(stdout));
		// Each terminal has its own way to move what stood there, so that no difference to it can be drawn.
		if (!lent) {
			repaint();
		}
	};
	const hangUp = (): void => end({code: signalCodes.SIGHUP});
	const crash = (error: unknown): void => end({error});
	const wake = (): void => void lendTo(async () => {});
	const signals = Object.entries(signalCodes).map(
		([name, code]) => [name as NodeJS.Signals, () => end({code})] as const,
	);
	for (const [name, listener] of signals) {
		process.on(name, listener);
	}

	// Not the stream's own event: that is silent where the size was learnt while the terminal was lent.
	process.on('SIGTSTP', suspend).on('SIGCONT', wake).on('SIGWINCH', resize);
	process.on('uncaughtException', crash).on('unhandledRejection', crash);
	// A terminal that went away is a hang-up, not the end of a pipe.
	stdout.removeAllListeners('error').on('error', hangUp);
	if (hasKeyboard) {
		stdin.on('error', hangUp).on('end', hangUp).on('close', hangUp);
	}

	await takeKeyboard();

	const instance = render(tree(), {
		alternateScreen: true,
		interactive: true,
		exitOnCtrlC: false,
		incrementalRendering: true,
		patchConsole: false,
		isScreenReaderEnabled: false,
		maxFps: 30,
	});
	setProtocols();
	const repaint = (): void => {
		stdout.write(beginUpdate);
		instance.clear();
		stdout.write(homeAndErase);
		instance.rerender(tree());
	};

	instance.waitUntilExit().then(() => end({code: 0}), crash);
	running.then(() => end({code: 0}), crash);
	const ending = await ended;
	isOver = true;
	giveKeyboard();
	instance.unmount();
	stdout.write(endUpdate);
	await inTime(instance.waitUntilExit());
	session.close();
	await inTime(sampler.close());
	for (const [name, listener] of signals) {
		process.off(name, listener);
	}

	process.off('SIGTSTP', suspend).off('SIGCONT', wake).off('SIGWINCH', resize);
	process.off('uncaughtException', crash).off('unhandledRejection', crash);
	if ('error' in ending) {
		throw ending.error;
	}

	return ending.code;
};
