import {execFileSync} from 'node:child_process';
import {readSync, writeFileSync} from 'node:fs';
import xterm from '@xterm/headless';
import {spawn} from 'node-pty';
import type {Sandbox} from './sandbox.ts';

/** The text on a terminal's screen. */
export type Shown = {
	readonly lines: readonly string[];
	readonly text: string;
	readonly isAlternate: boolean;
	readonly isCursorShown: boolean;
	readonly isWrapping: boolean;
	/** Is an update open, so that nothing new is shown? */
	readonly isHeldBack: boolean;
};

/** A text that the screen must hold, or a test of the screen. */
export type Condition = string | RegExp | ((shown: Shown) => boolean);

/** A program in a terminal of its own, which leads its session. */
export type RealTerminal = {
	readonly pid: number;
	/** Path of the terminal's device. */
	readonly device: string;
	readonly shown: () => Shown;
	/** All that was written to the terminal so far. */
	readonly bytes: () => string;
	/** Resolves as soon as the condition holds between two frames. Rejects with the screen after `seconds`, 30 unless given. */
	readonly until: (condition: Condition, seconds?: number) => Promise<Shown>;
	readonly type: (keys: string | Buffer) => void;
	/** For a terminal read by hand: reads this many written bytes. False: there was nothing. */
	readonly read: (bytes: number) => boolean;
	/** Writes to the terminal as another process would. */
	readonly disturb: (text: string) => void;
	/** What the terminal was asked to report besides keys. */
	readonly reports: () => {readonly mouse: string; readonly focus: boolean; readonly paste: boolean};
	/** `stty -a` of the terminal. */
	readonly modes: () => string;
	readonly resize: (columns: number, rows: number) => void;
	/** Closes the terminal, as a window or a broken connection does. */
	readonly hangUp: () => void;
	/** How the program ended. A signal of 0: by itself. */
	readonly ended: Promise<{readonly code: number; readonly signal: number}>;
};

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** The terminal reads only when `read` is called. */
	readonly byHand?: boolean;
	readonly environment?: Readonly<Record<string, string | undefined>>;
};

/** Seconds. They only bound a hang: five programs may start at once on a busy machine. */
const hangTimeoutSeconds = 30;

const fulfils = (condition: Condition, shown: Shown): boolean =>
	typeof condition === 'function'
		? condition(shown)
		: typeof condition === 'string'
			? shown.text.includes(condition)
			: condition.test(shown.text);

export const openTerminal = (
	sandbox: Sandbox,
	[file = '', ...parameters]: readonly string[],
	{columns = 80, rows = 24, byHand = false, environment}: TerminalOptions = {},
): RealTerminal => {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
	const variables = sandbox.environment(environment);
	const pty = spawn(file, [...parameters], {
		cols: columns,
		rows,
		name: variables.TERM ?? '',
		env: {...variables},
		cwd: sandbox.folder,
	});
	// The types lack these members, because others need not close a terminal while its program runs.
	const {
		ptsName: device,
		destroy,
		write,
		fd,
		_socket: socket,
	} = pty as unknown as {
		ptsName: string;
		destroy: () => void;
		write: (keys: string | Buffer) => void;
		fd: number;
		_socket: {_handle: {readStart: () => number}};
	};
	let bytes = '';
	let isCursorShown = true;
	let closed = false;
	const watchCursor = (shows: boolean) => (parameters: readonly (number | number[])[]) => {
		isCursorShown = parameters.includes(25) ? shows : isCursorShown;
		return false;
	};
	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, watchCursor(true));
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, watchCursor(false));
	const take = (data: string | Uint8Array): void => {
		bytes += typeof data === 'string' ? data : Buffer.from(data).toString();
		terminal.write(data);
	};
	pty.onData(take);
	if (byHand) {
		// A paused stream reads on until it has data to keep.
		socket._handle.readStart = () => 0;
	}

	const ended = new Promise<{code: number; signal: number}>((resolve) => {
		// Resolve only once all that the program wrote is on the screen.
		pty.onExit(({exitCode, signal}) => {
			terminal.write('', () => resolve({code: exitCode, signal: signal ?? 0}));
		});
	});

	const hangUp = (): void => {
		if (!closed) {
			closed = true;
			destroy.call(pty);
		}
	};

	sandbox.onClose(() => {
		hangUp();
		terminal.dispose();
	});

	const shown = (): Shown => {
		const {active} = terminal.buffer;
		const lines = Array.from(
			{length: terminal.rows},
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		);
		return {
			lines,
			text: lines.join('\n'),
			isAlternate: active.type === 'alternate',
			isCursorShown,
			isWrapping: terminal.modes.wraparoundMode,
			isHeldBack: terminal.modes.synchronizedOutputMode,
		};
	};

	return {
		pid: pty.pid,
		device,
		shown,
		bytes: () => bytes,
		until: (condition, seconds = hangTimeoutSeconds) =>
			new Promise((resolve, reject) => {
				const stop = (): void => {
					clearTimeout(timer);
					listener.dispose();
				};
				const check = (): void => {
					const now = shown();
					if (!terminal.modes.synchronizedOutputMode && fulfils(condition, now)) {
						stop();
						resolve(now);
					}
				};
				const fail = (why: string): void => {
					stop();
					const what = typeof condition === 'string' ? JSON.stringify(condition) : String(condition);
					reject(new Error(`${what} did not come ${why}:\n${shown().text}`));
				};
				const timer = setTimeout(() => fail(`within ${seconds} s`), seconds * 1000);
				const listener = terminal.onWriteParsed(check);
				check();
				void ended.then(({code, signal}) => {
					check();
					fail(`before the end, with code ${code} and signal ${signal}`);
				});
			}),
		type: (keys) => write.call(pty, keys),
		read(count) {
			const chunk = Buffer.alloc(count);
			try {
				const length = readSync(fd, chunk);
				take(chunk.subarray(0, length));
				return length > 0;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
					return false;
				}

				throw error;
			}
		},
		disturb: (text) => writeFileSync(device, text),
		reports: () => ({
			mouse: terminal.modes.mouseTrackingMode,
			focus: terminal.modes.sendFocusMode,
			paste: terminal.modes.bracketedPasteMode,
		}),
		modes: () => execFileSync('stty', ['-a', '-F', device], {encoding: 'utf8'}),
		resize(newColumns, newRows) {
			// Resize the terminal first: what the program then writes is for the new size.
			terminal.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		hangUp,
		ended,
	};
};
