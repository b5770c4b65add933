import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import type {Clock} from '../../../source/clock.ts';
import {endsWithin} from '../../../source/ends-within.ts';
import type {Spawn} from '../../../source/spawn.ts';
import {createChildWords} from './child-words.ts';

/** What a child is started and ended with. */
export type PrlctlWorld = {readonly spawn: Spawn; readonly clock: Clock};

/** How a child ended. */
export type PrlctlEnd = {
	/** Why it was not started, a code of spawn(3) such as ENOENT; absent: it was. */
	readonly code?: string;
	readonly status: number | null;
	readonly signal: string | null;
	/** What it said on standard error: its last lines, cleaned, without the warning that prlctl always gives. */
	readonly words: readonly string[];
};

/** A prlctl from its start until nothing of it is left. */
export type PrlctlChild = {
	/** It has ended and all that it said was read; never rejects. */
	readonly ended: Promise<PrlctlEnd>;
	/** It has nothing to read; `statistics --loop` ends by that. */
	readonly endInput: () => void;
	/** Ends its input, terminates it after 1 s and kills it after 3 s. Idempotent; resolves when it is gone, after 4 s at most. */
	readonly close: () => Promise<void>;
	/** The same, at once. */
	readonly kill: () => Promise<void>;
};

/** Seconds from the end of its input, or from a signal, to what is done then. */
const [untilTerminated, untilKilled, untilGivenUp] = [1, 2, 1];

/** Its words are matched, so they must be English; of the rest of the environment it needs PATH and more. */
const inEnglish = ['env', 'LC_ALL=C', 'prlctl'] as const;

/** Each line as it comes: prlctl never flushes, and the C library keeps 4096 bytes of a pipe. Both replace themselves by prlctl. */
const lineBuffered = ['stdbuf', '-oL', ...inEnglish] as const;

/** @param onOutput each piece of its standard output; not called any more once it is killed or closed. */
export const startPrlctl = (
	{spawn, clock}: PrlctlWorld,
	{isLineBuffered, words}: {readonly isLineBuffered: boolean; readonly words: readonly string[]},
	onOutput: (chunk: Buffer) => void,
): PrlctlChild => {
	const complaints = createChildWords();
	let child: Partial<ChildProcessWithoutNullStreams> = {};
	let isClosing = false;
	let finish = (_end: Omit<PrlctlEnd, 'words'>) => {};
	const exited = new Promise<Omit<PrlctlEnd, 'words'>>((resolve) => {
		finish = resolve;
	});

	const failToStart = (error: unknown) => {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		finish({code, status: null, signal: null});
	};

	try {
		const [command, ...first] = isLineBuffered ? lineBuffered : inEnglish;
		child = spawn(command, [...first, ...words]);
	} catch (error) {
		failToStart(error);
	}

	// Without descriptors for them there are no streams (EMFILE).
	const {stdin, stdout, stderr, pid} = child;
	const drained = new Promise<void>((resolve) => {
		if (pid === undefined) {
			resolve();
		}

		child.once?.('close', () => resolve());
	});
	child.on?.('error', (error) => {
		if (pid === undefined) {
			failToStart(error);
		}
	});
	child.once?.('exit', (status, signal) => finish({status, signal}));
	// It is gone before its input is ended.
	stdin?.on('error', () => {});
	stdout?.on('data', (chunk: Buffer) => {
		if (!isClosing) {
			onOutput(chunk);
		}
	});
	stdout?.on('error', () => {});
	stderr?.on('data', complaints.take);
	stderr?.on('error', () => {});

	const release = () => {
		for (const stream of [stdin, stdout, stderr]) {
			stream?.destroy();
		}
	};

	const ended = exited.then(async (end): Promise<PrlctlEnd> => {
		await endsWithin(clock, untilGivenUp, drained);
		release();
		return {...end, words: complaints.lines()};
	});

	const killed = async (): Promise<void> => {
		isClosing = true;
		child.kill?.('SIGKILL');
		if (!(await endsWithin(clock, untilGivenUp, ended))) {
			// The kernel holds it; it is waited for no longer, and does not hold this program.
			child.unref?.();
			release();
		}
	};

	const closed = async (): Promise<void> => {
		isClosing = true;
		stdin?.end();
		if (await endsWithin(clock, untilTerminated, ended)) {
			return;
		}

		child.kill?.('SIGTERM');
		if (!(await endsWithin(clock, untilKilled, ended))) {
			await killed();
		}
	};

	let closing: Promise<void> | undefined;
	let killing: Promise<void> | undefined;
	return {
		ended,
		endInput: () => {
			stdin?.end();
		},
		close: () => {
			closing ??= killing ?? closed();
			return closing;
		},
		kill: () => {
			killing ??= killed();
			return killing;
		},
	};
};
