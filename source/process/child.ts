import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import type {Clock} from '../async/clock.ts';
import {deferred, patientClock, settledWithin} from '../async/wait.ts';
import type {Spawn} from './spawn.ts';
import {type StartFailure, startFailure} from './start-failure.ts';
import {createStderrTail} from './stderr-tail.ts';

/** What a child is started and ended with. */
export type ChildWorld = {
	readonly spawn: Spawn;
	readonly clock: Clock;
	/** Called with each child that is started, also with a child whose start fails. Undefined: no list is kept. */
	readonly onStart?: (child: Child) => void;
};

/** The command and its arguments. */
export type CommandLine = readonly [command: string, ...arguments_: string[]];

/** How a child is started, and what `close` grants it before SIGKILL. */
export type ChildOptions = {
	/** Seconds from the end of the child's input to the first signal. 0, the default: the signal comes at once. */
	readonly inputGraceSeconds?: number;
	/** Seconds from SIGTERM to SIGKILL. 0, the default: SIGTERM is left out. */
	readonly terminateGraceSeconds?: number;
	/**
	The child leads a session of its own. It has no terminal and gets none of the terminal's signals, and what it leaves behind is
	killed with it. False, the default: the child stays where it can ask a person at the terminal.
	*/
	readonly isDetached?: boolean;
};

/** How a child ended. */
export type ChildEnd = {
	/** Why the child was not started. Undefined: it was started. */
	readonly failure?: StartFailure;
	/** Exit status. Null: the child was not started, or a signal ended it. */
	readonly status: number | null;
	/** Name of the signal that ended the child. Null: no signal did. */
	readonly signal: string | null;
	/** Last lines of the child's standard error, trimmed but not cleaned, of 8 KiB at most. */
	readonly stderrLines: readonly string[];
};

/** A child command from its start until nothing of it is left. */
export type Child = {
	/** False: the child could not be started, and `ended` resolves with the failure. */
	readonly isStarted: boolean;
	/**
	Takes the child's standard output, which waits in the pipe until then. Call it once. No output comes after `close` or `kill`.
	*/
	readonly listen: (onOutput: (bytes: Buffer) => void) => void;
	/** Resolves where the child closes its standard output, once all of the output was taken. Never rejects. */
	readonly outputEnded: Promise<void>;
	/** Writes to the child's standard input. Does nothing where the input is closed. */
	readonly write: (bytes: Uint8Array | string) => void;
	readonly endInput: () => void;
	/** Whether the child was killed and is not gone yet: the kernel holds it. */
	readonly isDying: () => boolean;
	/** Resolves when the child is gone and its output was read, or did not end within a second. Never rejects. */
	readonly ended: Promise<ChildEnd>;
	/** Kills the child at once. Idempotent. Resolves when the child is gone, or after a second where the kernel holds it. */
	readonly kill: () => Promise<void>;
	/** Ends the child's input, terminates and kills the child as its options say. Idempotent. Resolves as `kill` does. */
	readonly close: () => Promise<void>;
};

/** Seconds in which the pipes of a child that is gone must end. Another process may hold the pipes. */
const drainSeconds = 1;
/** Seconds in which a child must be gone after SIGKILL. */
const killSeconds = 1;

const ignore = () => {};

/** @returns what was started. Where the start failed (EMFILE), there is no pid, or there are not even streams. Never throws. */
const begin = (
	{spawn}: ChildWorld,
	[command, ...arguments_]: CommandLine,
	isDetached: boolean,
	onFailure: (failure: StartFailure) => void,
): Partial<ChildProcessWithoutNullStreams> => {
	try {
		const child = spawn(command, arguments_, {detached: isDetached});
		const {pid} = child;
		child.on('error', (error) => {
			// The error of a child that runs: a signal could not be sent.
			if (pid === undefined) {
				onFailure(startFailure(error));
			}
		});
		return child;
	} catch (error) {
		onFailure(startFailure(error));
		return {};
	}
};

/**
Ends what is left of a session. The session's name is the pid of its leader, as long as any of its processes lives. Uses the
shell's kill, as every system has it.
*/
const killSession = async ({spawn, clock}: ChildWorld, pid: number): Promise<void> => {
	const killer = startChild({spawn, clock}, ['sh', '-c', 'kill -s KILL -- "-$1"', 'sh', String(pid)]);
	await settledWithin(clock, killSeconds, killer.ended);
};

/** Starts a command with three pipes and supervises it to its end. Never throws. */
export const startChild = (
	world: ChildWorld,
	command: CommandLine,
	{inputGraceSeconds = 0, terminateGraceSeconds = 0, isDetached = false}: ChildOptions = {},
): Child => {
	const {clock} = world;
	const stderrTail = createStderrTail();
	const exited = deferred<Omit<ChildEnd, 'stderrLines'>>();
	const drained = deferred<void>();
	const outputEnded = deferred<void>();
	let hasExited = false;
	let isKilled = false;
	let isClosing = false;

	const exit = (how: Omit<ChildEnd, 'stderrLines'>) => {
		hasExited = true;
		exited.resolve(how);
	};

	const child = begin(world, command, isDetached, (failure) => exit({failure, status: null, signal: null}));
	const {stdin, stdout, stderr, pid} = child;
	if (pid === undefined) {
		drained.resolve();
	}

	child.once?.('exit', (status, signal) => exit({status, signal}));
	child.once?.('close', () => drained.resolve());
	// The child may be gone before it has read its input (EPIPE).
	stdin?.on('error', ignore);
	stdout?.on('error', ignore).once('end', outputEnded.resolve);
	stderr?.on('error', ignore).on('data', stderrTail.take);

	const destroyStreams = () => {
		for (const stream of [stdin, stdout, stderr]) {
			stream?.destroy();
		}
	};

	const release = async (): Promise<void> => {
		const isDrained = await settledWithin(patientClock(clock), drainSeconds, drained.promise);
		if (!isDrained && isDetached && pid !== undefined) {
			await killSession(world, pid);
		}

		destroyStreams();
	};

	const ended = exited.promise.then(async (how): Promise<ChildEnd> => {
		await release();
		return {...how, stderrLines: stderrTail.lines()};
	});

	const exitsWithin = (seconds: number): Promise<boolean> => settledWithin(clock, seconds, exited.promise);

	const leave = () => {
		isClosing = true;
		// The end of the child is only known once its output was read.
		stdout?.resume();
		stdin?.end();
	};

	const killed = async (): Promise<void> => {
		leave();
		if (!hasExited) {
			isKilled = true;
			child.kill?.('SIGKILL');
			// A child that the kernel holds must not keep this program running.
			child.unref?.();
		}

		// The pipes of a session tell whether something of it is left.
		if (!isDetached) {
			destroyStreams();
		}

		if (await exitsWithin(killSeconds)) {
			await ended;
		} else if (isDetached) {
			await release();
		}
	};

	let killing: Promise<void> | undefined;
	const kill = (): Promise<void> => {
		killing ??= killed();
		return killing;
	};

	const closed = async (): Promise<void> => {
		leave();
		let isOver = inputGraceSeconds > 0 && (await exitsWithin(inputGraceSeconds));
		if (!isOver && terminateGraceSeconds > 0) {
			child.kill?.('SIGTERM');
			isOver = await exitsWithin(terminateGraceSeconds);
		}

		await (isOver ? ended : kill());
	};

	let closing: Promise<void> | undefined;
	const supervised: Child = {
		isStarted: pid !== undefined,
		listen: (onOutput) => {
			stdout?.on('data', (bytes: Buffer) => {
				if (!isClosing) {
					onOutput(bytes);
				}
			});
		},
		outputEnded: outputEnded.promise,
		write: (bytes) => {
			if (stdin?.writable) {
				stdin.write(bytes);
			}
		},
		endInput: () => {
			stdin?.end();
		},
		isDying: () => isKilled && !hasExited,
		ended,
		kill,
		close: () => {
			closing ??= killing ?? closed();
			return closing;
		},
	};
	world.onStart?.(supervised);
	return supervised;
};
