import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {EventEmitter, once} from 'node:events';
import {createInterface} from 'node:readline';
import {PassThrough} from 'node:stream';

/** A child without a process: what it does is up to the test. */
export type FakeChild = {
	readonly process: ChildProcessWithoutNullStreams;
	/** On its standard output. */
	readonly say: (text: string | Buffer) => void;
	/** On its standard error. */
	readonly complain: (text: string) => void;
	readonly onLine: (take: (line: string) => void) => void;
	readonly onInputEnd: (take: () => void) => void;
	/** Ends it; its streams close first. */
	readonly exit: (status: number | null, signal?: NodeJS.Signals) => void;
	readonly hasEnded: () => boolean;
	/** From now on no signal ends it, as one that the kernel holds. */
	readonly hold: () => void;
};

/** @param onEnd once it has ended. */
export const createFakeChild = (pid: number, onEnd: () => void = () => {}): FakeChild => {
	const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
	const emitter = new EventEmitter();
	let isEnding = false;
	let isOver = false;
	let isHeld = false;

	const exit = (status: number | null, signal?: NodeJS.Signals) => {
		if (isEnding) {
			return;
		}

		isEnding = true;
		const closed = [stdout, stderr].map((stream) => (stream.closed ? undefined : once(stream, 'close')));
		stdout.end();
		stderr.end();
		void Promise.all(closed).then(() => {
			isOver = true;
			onEnd();
			emitter.emit('exit', status, signal ?? null);
			emitter.emit('close', status, signal ?? null);
		});
	};

	const process = Object.assign(emitter, {
		pid,
		stdin,
		stdout,
		stderr,
		kill: (signal: NodeJS.Signals = 'SIGTERM') => {
			if (!isHeld) {
				exit(null, signal);
			}

			return !isOver;
		},
		ref: () => {},
		unref: () => {},
	});

	return {
		process: process as unknown as ChildProcessWithoutNullStreams,
		say: (text) => stdout.writable && stdout.write(text),
		complain: (text) => stderr.writable && stderr.write(text),
		onLine: (take) => {
			createInterface({input: stdin}).on('line', take);
		},
		onInputEnd: (take) => {
			stdin.on('end', take).resume();
		},
		exit,
		hasEnded: () => isOver,
		hold: () => {
			isHeld = true;
		},
	};
};

/** As node has it where a command cannot be started: no pid, and an error in the next turn. */
export const createFailedChild = (code: string): ChildProcessWithoutNullStreams => {
	const hasStreams = code !== 'EMFILE';
	const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
	const streams = hasStreams ? {stdin, stdout, stderr} : {};
	const child = Object.assign(new EventEmitter(), {pid: undefined, kill: () => false, ...streams});
	setImmediate(() => {
		stdout.destroy();
		stderr.destroy();
		child.emit('error', Object.assign(new Error(`spawn ${code}`), {code}));
		if (hasStreams) {
			child.emit('close', -2, null);
		}
	});
	return child as unknown as ChildProcessWithoutNullStreams;
};
