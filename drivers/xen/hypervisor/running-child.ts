import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {cleanText} from '../../../source/clean-text.ts';
import type {Clock} from '../../../source/clock.ts';
import type {Spawn} from '../../../source/spawn.ts';
import {ChildFault} from './child-fault.ts';

/** How a child ended: with status 0, or why it is a fault. */
export type ChildEnd = {readonly isDone: boolean; readonly fault: ChildFault};

/** A child command from its start to its end. */
export type RunningChild = {
	readonly write: (text: string) => void;
	readonly endInput: () => void;
	/** It was killed and is not gone yet: the kernel holds it. */
	readonly isDying: () => boolean;
	/** Its end, once all it said was read; never rejects. */
	readonly ended: Promise<ChildEnd>;
	/** Ends it at once; what it says is not read any more. */
	readonly kill: () => void;
	/** Ends its input, and kills it where that does not end it. Idempotent; waits two seconds at most. */
	readonly close: () => Promise<void>;
};

export type ChildWorld = {
	readonly spawn: Spawn;
	readonly clock: Clock;
	/** Is told of every child. */
	readonly onStart: (child: RunningChild) => void;
};

/** The command and its arguments. */
export type CommandLine = readonly [command: string, ...arguments_: string[]];

/** Seconds in which a child whose input ended must end, and in which a killed one must be gone. */
const grace = 1;
const longestWords = 200;

/** Codes of spawn(3) that say the command is not there; others are of this moment (no memory, no descriptors). */
const absentCodes = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'ENOEXEC']);

const startFault = (error: Error): ChildFault => {
	const code = 'code' in error ? String(error.code) : error.message;
	return absentCodes.has(code)
		? new ChildFault('absent', `it cannot be run (${code})`, {cause: error})
		: new ChildFault('failed', `it cannot be started (${code})`, {cause: error});
};

/** The last line of its standard error, or the one that says what matters most, fit for a sentence. */
const lastWords = (text: string): string => {
	const lines = text.trimEnd().split('\n');
	const line = (lines.findLast((one) => /permission denied/i.test(one)) ?? lines.at(-1) ?? '').trim();
	return line === '' ? '' : `: ${cleanText(line.slice(0, longestWords)).replace(/\.$/, '')}`;
};

/** @param onOutput each piece of its standard output. */
export const startChild = (
	{spawn, clock, onStart}: ChildWorld,
	[command, ...arguments_]: CommandLine,
	onOutput: (chunk: Buffer) => void,
): RunningChild => {
	let child: Partial<ChildProcessWithoutNullStreams> = {};
	let errors = '';
	let isOver = false;
	let isKilled = false;
	let isInputOver = false;
	let finish = (_end: ChildEnd) => {};
	const ended = new Promise<ChildEnd>((resolve) => {
		finish = (end) => {
			isOver = true;
			resolve(end);
		};
	});

	try {
		child = spawn(command, arguments_);
	} catch (error) {
		finish({isDone: false, fault: startFault(error as Error)});
	}

	// Without descriptors for them there are no streams (EMFILE).
	const {stdin, stdout, stderr, pid} = child;
	child.on?.('error', (error) => {
		if (pid === undefined) {
			finish({isDone: false, fault: startFault(error)});
		}
	});
	child.on?.('close', (status, signal) => {
		const how = signal ? `by ${signal}` : `with status ${status}`;
		finish({isDone: status === 0, fault: new ChildFault('ended', `it ended ${how}${lastWords(errors)}`)});
	});
	stdin?.on('error', () => {});
	stdout?.on('data', (chunk: Buffer) => {
		if (!isKilled) {
			onOutput(chunk);
		}
	});
	stdout?.on('error', () => {});
	stderr?.on('data', (chunk: Buffer) => {
		errors = `${errors}${chunk.toString('utf8')}`.slice(-5 * longestWords);
	});
	stderr?.on('error', () => {});

	const kill = () => {
		if (isOver || isKilled) {
			return;
		}

		isKilled = true;
		child.kill?.('SIGKILL');
		// One that the kernel holds must not hold this program.
		child.unref?.();
		for (const stream of [stdin, stdout, stderr]) {
			stream?.destroy();
		}
	};

	const endsWithin = async (seconds: number): Promise<void> => {
		const timer = new AbortController();
		await Promise.race([ended, clock.sleep(seconds, timer.signal)]);
		timer.abort();
	};

	const endInput = () => {
		isInputOver = true;
		stdin?.end();
	};

	const close = async (): Promise<void> => {
		if (!isInputOver && !isOver && !isKilled) {
			endInput();
			await endsWithin(grace);
		}

		kill();
		if (!isOver) {
			await endsWithin(grace);
		}
	};

	const running: RunningChild = {
		write: (text) => {
			stdin?.write(text);
		},
		endInput,
		isDying: () => isKilled && !isOver,
		ended,
		kill,
		close,
	};
	onStart(running);
	return running;
};
