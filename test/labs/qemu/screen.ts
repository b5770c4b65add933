import {Terminal} from '@xterm/headless';
import {spawn} from 'node-pty';
import {onTestFinished} from 'vitest';
import type {Lab} from './lab.ts';
import {programEnvironment, programFile} from './program.ts';

/** The program on a terminal of 120 columns and 30 rows. */
export type Screen = {
	/** Resolves to the screen's text as soon as it satisfies; rejects with the last one after so many seconds. */
	readonly until: (holds: (text: string) => boolean, seconds?: number) => Promise<string>;
	readonly type: (keys: string) => void;
	/** Resolves to the exit code. */
	readonly ended: Promise<number>;
};

const size = {cols: 120, rows: 30};

export const openScreen = (lab: Lab, parameters: readonly string[]): Screen => {
	const terminal = new Terminal({...size, allowProposedApi: true});
	const pty = spawn(process.execPath, [programFile, ...parameters], {
		...size,
		name: 'xterm-256color',
		env: programEnvironment(lab),
	});
	onTestFinished(() => {
		pty.kill('SIGKILL');
		terminal.dispose();
	});
	const ended = new Promise<number>((resolve) => {
		pty.onExit(({exitCode}) => resolve(exitCode));
	});
	pty.onData((data) => terminal.write(data));

	const text = (): string =>
		Array.from(
			{length: size.rows},
			(_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
		).join('\n');
	return {
		until: (holds, seconds = 20) =>
			new Promise((resolve, reject) => {
				const stop = () => {
					clearTimeout(timer);
					listener.dispose();
				};
				const look = () => {
					if (holds(text())) {
						stop();
						resolve(text());
					}
				};
				const timer = setTimeout(() => {
					stop();
					reject(new Error(`Not seen on the screen within ${seconds} s:\n${text()}`));
				}, seconds * 1000);
				const listener = terminal.onWriteParsed(look);
				look();
			}),
		type: (keys) => pty.write(keys),
		ended,
	};
};
