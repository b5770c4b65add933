import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import type {Clock} from '../../../source/clock.ts';
import {endsWithin} from '../../../source/ends-within.ts';
import type {Spawn} from '../../../source/spawn.ts';
import type {ChildEnd} from './ssh-trouble.ts';

/** What a child is started and ended with. */
export type ChildWorld = {readonly spawn: Spawn; readonly clock: Clock};

/** A child from its start until nothing of it is left. */
export type SshChild = {
	readonly stdin: ChildProcessWithoutNullStreams['stdin'];
	readonly stdout: ChildProcessWithoutNullStreams['stdout'];
	readonly stderr: ChildProcessWithoutNullStreams['stderr'];
	/** It has ended and all that it said was read; never rejects. */
	readonly ended: Promise<ChildEnd>;
	/** Ends it, and what it started where it is in a session of its own. Idempotent; waits some three seconds at most. */
	readonly stop: () => Promise<void>;
};

/** Seconds after which a child that was asked to end is killed, and after which nothing more is expected of a dead one. */
const grace = 1;

/** Rejects with an error of `node:child_process` where it cannot be started. */
const begin = async (
	spawn: () => ChildProcessWithoutNullStreams,
): Promise<ChildProcessWithoutNullStreams> => {
	const child = spawn();
	if (child.pid === undefined) {
		const error = await new Promise((resolve) => child.once('error', resolve));
		throw error;
	}

	return child;
};

/**
Ends what a wrapper left behind of a session that is its own: its name is the child's pid as long as one of them lives.
The shell's kill, as every system has it.
*/
const killGroup = ({spawn, clock}: ChildWorld, pid: number): Promise<unknown> => {
	const killer = spawn('sh', ['-c', 'kill -s KILL -- "-$1"', 'sh', String(pid)]);
	const done = new Promise((resolve) => {
		killer.once('error', resolve);
		killer.once('close', resolve);
	});
	return endsWithin(clock, grace, done);
};

/**
@param detached in a session of its own: it has no terminal, and no signal from ours reaches it. Otherwise it stays where
it can ask somebody at the terminal.
*/
export const startSshChild = async (
	world: ChildWorld,
	command: string,
	arguments_: readonly string[],
	detached: boolean,
): Promise<SshChild> => {
	const {spawn, clock} = world;
	const child = await begin(() => spawn(command, arguments_, {detached}));
	const {stdin, stdout, stderr, pid} = child;
	const exited = new Promise<ChildEnd>((resolve) => {
		child.once('exit', (status, signal) => resolve({status, signal}));
	});
	const drained = new Promise<void>((resolve) => {
		child.once('close', () => resolve());
	});
	// It is gone before it has read what is written to it.
	stdin.on('error', () => {});
	child.on('error', () => {});

	const release = async () => {
		if (!(await endsWithin(clock, grace, drained)) && detached && pid !== undefined) {
			await killGroup(world, pid);
		}

		for (const stream of [stdin, stdout, stderr]) {
			stream.destroy();
		}
	};

	const ended = exited.then(async (end) => {
		await release();
		return end;
	});

	let stopping: Promise<void> | undefined;
	const stop = async () => {
		stdin.end();
		child.kill('SIGTERM');
		if (!(await endsWithin(clock, grace, exited))) {
			child.kill('SIGKILL');
			if (!(await endsWithin(clock, grace, exited))) {
				// The kernel holds it; it is waited for no longer.
				child.unref();
				await release();
				return;
			}
		}

		await ended;
	};

	return {
		stdin,
		stdout,
		stderr,
		ended,
		stop: () => {
			stopping ??= stop();
			return stopping;
		},
	};
};
