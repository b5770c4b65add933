import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {EventEmitter} from 'node:events';
import {Readable, Writable} from 'node:stream';
import type {ChildStream} from './entry.ts';

/** What stands behind a staged child. */
export type ChildEnd = {
	/** Undefined: the child could not be started. */
	readonly pid: number | undefined;
	readonly onBytes: (bytes: Buffer) => void;
	readonly onInputEnd: () => void;
	readonly onKill: (signal: NodeJS.Signals | undefined) => void;
};

const outputStream = (): Readable => new Readable({read: () => {}});

/** A child of `node:child_process` with three pipes, as far as drivers use it. What the child does comes by its methods. */
export class StagedChild extends EventEmitter {
	readonly pid: number | undefined;
	readonly stdin: Writable;
	readonly stdout = outputStream();
	readonly stderr = outputStream();
	readonly #end: ChildEnd;

	constructor(end: ChildEnd) {
		super();
		this.#end = end;
		this.pid = end.pid;
		this.stdin = new Writable({
			write: (chunk: Buffer, _encoding, done) => {
				end.onBytes(chunk);
				done();
			},
			final: (done) => {
				end.onInputEnd();
				done();
			},
		});
	}

	kill(signal?: NodeJS.Signals): boolean {
		this.#end.onKill(signal);
		return true;
	}

	unref(): void {}

	/** The child as drivers know it. */
	asChild(): ChildProcessWithoutNullStreams {
		return this as unknown as ChildProcessWithoutNullStreams;
	}

	/** @param bytes undefined: the stream is closed. */
	print(stream: ChildStream, bytes: Buffer | undefined): void {
		if (!this[stream].destroyed) {
			this[stream].push(bytes ?? null);
		}
	}

	exit(status: number | null, signal: string | null): void {
		this.stdin.destroy();
		this.emit('exit', status, signal);
	}

	leave(): void {
		this.emit('close');
	}

	/** @param code as `node:child_process` gives it. */
	failToStart(code: string): void {
		this.emit('error', Object.assign(new Error(`spawn ${code}`), {code}));
	}
}

const longest = 200;

/** A command in one line, by which a replay knows it. Of a program in an argument only the beginning counts. */
export const commandLine = (command: string, arguments_: readonly string[]): string =>
	JSON.stringify(
		[command, ...arguments_].map((word) =>
			word.length > longest || word.includes('\n') ? `${word.trim().split('\n')[0]?.slice(0, 40)}…` : word,
		),
	);
