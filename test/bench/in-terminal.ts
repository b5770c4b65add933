import {rmSync} from 'node:fs';
import {spawn} from 'node-pty';
import {makeTrustedFolder} from '../helpers/trusted-folder.ts';
import {type ProcessReading, watchProcess} from './watch-process.ts';

export type TerminalRun = {
	/** Milliseconds from the start to the first frame with `sign` in it. */
	readonly firstFrame: number;
	readonly before: ProcessReading;
	readonly after: ProcessReading;
	/** Bytes written to the terminal between the two. */
	readonly bytes: number;
	readonly seconds: number;
	/** What was written to the terminal between the two, at most the last 10 MB. */
	readonly text: string;
};

/**
Runs a program in a terminal of 120x40 until its first frame, and then for so many seconds more.
@param cache the folder of compiled code, kept from run to run as a person's is.
@param settleSeconds between the first frame and the measurement.
*/
export const inTerminal = async (
	[command = '', ...arguments_]: readonly string[],
	sign: RegExp,
	seconds: number,
	cache: string,
	settleSeconds = 3,
): Promise<TerminalRun> => {
	const home = makeTrustedFolder();
	const {CI: _ci, NO_COLOR: _color, ...env} = process.env;
	const started = performance.now();
	const terminal = spawn(command, arguments_, {
		cols: 120,
		rows: 40,
		env: {
			...env,
			HOME: home,
			XDG_CACHE_HOME: cache,
			TERM: 'xterm-256color',
			LANG: 'C.UTF-8',
		},
	});
	let bytes = 0;
	let text = '';
	let isWaiting = true;
	const ended = new Promise<void>((resolve) => {
		terminal.onExit(() => resolve());
	});
	try {
		const firstFrame = await new Promise<number>((resolve, reject) => {
			terminal.onData((data) => {
				bytes += Buffer.byteLength(data);
				text = (text + data).slice(-1e7);
				if (isWaiting && sign.test(text)) {
					isWaiting = false;
					resolve(performance.now() - started);
				}
			});
			void ended.then(() =>
				reject(new Error(`${command} ended before its first frame: ${text.slice(-500)}`)),
			);
		});
		// Let it settle: the first seconds compile.
		await new Promise((resolve) => setTimeout(resolve, seconds > 0 ? settleSeconds * 1000 : 0));
		bytes = 0;
		text = '';
		const before = watchProcess(terminal.pid);
		const start = performance.now();
		await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
		const after = watchProcess(terminal.pid);
		return {firstFrame, before, after, bytes, text, seconds: (performance.now() - start) / 1000};
	} finally {
		terminal.kill('SIGKILL');
		await ended;
		rmSync(home, {recursive: true, force: true});
	}
};
