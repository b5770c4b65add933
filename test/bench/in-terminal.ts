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
};

/**
Runs a program in a terminal of 120x40 until its first frame, and then for so many seconds more.
@param cache the folder of compiled code, kept from run to run as a person's is.
*/
export const inTerminal = async (
	[command = '', ...arguments_]: readonly string[],
	sign: RegExp,
	seconds: number,
	cache: string,
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
	const ended = new Promise<void>((resolve) => {
		terminal.onExit(() => resolve());
	});
	try {
		const firstFrame = await new Promise<number>((resolve, reject) => {
			terminal.onData((data) => {
				bytes += Buffer.byteLength(data);
				if (text.length < 1e6) {
					text += data;
					if (sign.test(text)) {
						text = ' '.repeat(1e6);
						resolve(performance.now() - started);
					}
				}
			});
			void ended.then(() =>
				reject(new Error(`${command} ended before its first frame: ${text.slice(-500)}`)),
			);
		});
		// Let it settle: the first seconds compile.
		await new Promise((resolve) => setTimeout(resolve, seconds > 0 ? 3000 : 0));
		bytes = 0;
		const before = watchProcess(terminal.pid);
		const start = performance.now();
		await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
		const after = watchProcess(terminal.pid);
		return {firstFrame, before, after, bytes, seconds: (performance.now() - start) / 1000};
	} finally {
		terminal.kill('SIGKILL');
		await ended;
		rmSync(home, {recursive: true, force: true});
	}
};
