import {systemClock} from '../async/clock.ts';
import {deferred} from '../async/wait.ts';
import {inputModes, keyProtocols} from '../keys/terminal-input/input-modes.ts';
import type {Options} from '../options/options.ts';
import {savedOptions} from '../options/saved-options.ts';
import {writeConfigFile} from '../options/write-config-file.ts';
import {signalCodes} from '../process/signal-codes.ts';
import {firstReading} from '../sampling/await-first-refresh.ts';
import {closeBriefly} from '../sampling/close-briefly.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {createSession} from '../session/session.ts';
import {initialView} from '../view/view.ts';
import {viewChoices} from '../view/view-choices.ts';
import {createKeyboard, type Keyboard} from './keyboard.ts';
import type {LiveScreen} from './live-screen.tsx';
import {suspendGroup} from './suspend.ts';
import {openTerminalDevice} from './terminal/terminal-device.ts';
import {createTerminalHandover} from './terminal/terminal-handover.ts';
import {terminalSize} from './terminal/terminal-size.ts';

/** How the screen ended: a code, or what crashed it. */
type Ending = {readonly code: number} | {readonly error: unknown};

/**
Loads Ink with colours on. Ink decides on colours when it is loaded, from the environment, where CI and a dozen names of
terminals count: domtop decides itself. Colours are named only where the terminal style has them; bold, inverse and dim
always.
*/
const loadInk = async () => {
	const before = process.env.FORCE_COLOR;
	process.env.FORCE_COLOR = '1';
	try {
		return await import('./live-screen.tsx');
	} finally {
		if (before === undefined) {
			delete process.env.FORCE_COLOR;
		} else {
			process.env.FORCE_COLOR = before;
		}
	}
};

const noKeyboard: Pick<Keyboard, 'start' | 'stop'> = {start: async () => {}, stop: () => {}};

/**
Shows the live table until the person, a signal, the terminal or the number of refreshes ends it. The terminal is then as
it was before, whatever ended the table.

@param notice the first message, shown until a key. Undefined: none.
@returns the exit code. Rejects with the error that crashed the screen.
@throws DriverError before the screen is taken, where no connection could be made.
*/
export const runScreen = async (
	sampler: Sampler,
	options: Options,
	config: string,
	notice?: string,
): Promise<number> => {
	const {stdin, stdout} = process;
	const hasKeyboard = stdin.isTTY === true;
	const running = sampler.run(options.iterations);
	const [{openLiveScreen}] = await Promise.all([loadInk(), firstReading(sampler, systemClock)]).catch(
		async (error) => {
			await closeBriefly(sampler, systemClock);
			throw error;
		},
	);
	const {promise: ended, resolve: end} = deferred<Ending>();
	/** Undefined until the keyboard is taken: the kernel stops a background program there, until it is in the foreground. */
	let screen: LiveScreen | undefined;
	const hangUp = (): void => end({code: signalCodes.SIGHUP});
	const crash = (error: unknown): void => end({error});

	const suspend = async (): Promise<void> => {
		let stopped = true;
		// A listener would be called instead of the stop.
		process.off('SIGTSTP', suspend);
		await handOver(async () => {
			stopped = await suspendGroup(sampler, process, systemClock);
		}).catch(crash);
		process.on('SIGTSTP', suspend);
		if (!stopped) {
			session.showMessage('This terminal has no shell to go back to: domtop cannot be suspended here.', true);
		}
	};

	const session = createSession(
		sampler,
		{
			quit: (code) => end({code}),
			suspend,
			repaint: () => screen?.repaint(),
			writeConfig: async (view) => {
				await writeConfigFile(config, process.geteuid?.() ?? 0, savedOptions(viewChoices(view)));
				return `Written to ${config}.`;
			},
		},
		{
			view: initialView(options, notice),
			size: terminalSize(stdout),
			terminalStyle: {colour: options.color, ascii: options.ascii},
		},
	);
	const resize = (): void => {
		// Each terminal moves its old content in its own way, so that no difference to the old content can be drawn.
		screen?.forget();
		session.resize(terminalSize(stdout));
	};
	const wake = (): void => void handOver(async () => {}).catch(crash);
	const signals = Object.entries(signalCodes).map(
		([name, code]) => [name as NodeJS.Signals, () => end({code})] as const,
	);
	for (const [name, listener] of signals) {
		process.on(name, listener);
	}

	// SIGWINCH, not the stream's own event: that event does not come where the size was learnt while the terminal was lent.
	process.on('SIGTSTP', suspend).on('SIGCONT', wake).on('SIGWINCH', resize);
	process.on('uncaughtException', crash).on('unhandledRejection', crash);
	if (hasKeyboard) {
		stdin.on('error', hangUp).on('end', hangUp).on('close', hangUp);
	}

	const device = openTerminalDevice(stdout.fd);
	const keyboard = hasKeyboard ? createKeyboard(stdin, systemClock, session) : noKeyboard;
	const protocols = keyProtocols(process.env.TERM);
	const modes = {on: inputModes.on + protocols.on, off: protocols.off + inputModes.off};
	let isOver = false;

	/** Takes the keyboard before anything is drawn, so that earlier input is no key; pastes are marked from here on. */
	const takeKeyboard = async (): Promise<void> => {
		if (hasKeyboard && !isOver) {
			const taken = keyboard.start();
			try {
				device.write(Buffer.from(inputModes.on));
			} catch {
				// The write of the first frame finds out that the terminal is gone.
			}

			await taken;
		}
	};

	/** Takes the screen again, unless the program ended while another program had the terminal. */
	const takeScreen = (): void => {
		if (!isOver) {
			screen?.take();
		}
	};
	const holder = {release: async () => screen?.release(), take: takeScreen};
	const handOver = createTerminalHandover(
		holder,
		{rest: keyboard.stop, take: takeKeyboard},
		{
			/** Nothing is read while another program has the terminal. */
			onGone: () => sampler.change({frozen: true}),
			onBack() {
				// Only the program in the foreground is told of a new size: a program that was stopped has to ask.
				process.kill(process.pid, 'SIGWINCH');
				sampler.change({frozen: session.scene.get().view.frozen});
			},
		},
	);
	await takeKeyboard();
	// A terminal that went away is a hang-up, not the end of a pipe.
	const opened = openLiveScreen(session, device, systemClock, {
		hasKeyboard,
		modes: hasKeyboard ? modes : undefined,
		onLost: hangUp,
	});
	screen = opened;
	opened.failed.catch(crash);
	running.then(() => end({code: 0}), crash);
	const ending = await ended;
	isOver = true;
	const restored = opened.close();
	session.close();
	await Promise.all([restored, closeBriefly(sampler, systemClock)]);
	device.close();
	keyboard.stop();
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
