import type {ChildProcess} from 'node:child_process';
import type {Clock} from '../async/clock.ts';
import {settledWithin} from '../async/wait.ts';
import type {Spawn} from './spawn.ts';

/** The children of one connection. */
export type OwnChildren = {
	readonly spawn: Spawn;
	/** Ends the children that still run, such as a child that asks for a password. Resolves when they are gone. */
	readonly end: () => Promise<void>;
};

/** Seconds from SIGTERM to SIGKILL, as a child may have to give a terminal its echo back. */
const terminateGraceSeconds = 0.5;

export const ownChildren = (spawn: Spawn, clock: Clock): OwnChildren => {
	const running = new Set<ChildProcess>();

	const end = async (child: ChildProcess): Promise<void> => {
		const exited = new Promise((resolve) => child.once('exit', resolve));
		child.kill();
		if (!(await settledWithin(clock, terminateGraceSeconds, exited))) {
			child.kill('SIGKILL');
		}
	};

	return {
		spawn(...command) {
			const child = spawn(...command);
			const forget = (): void => void running.delete(child);
			running.add(child);
			child.once('exit', forget).once('error', forget);
			return child;
		},
		async end() {
			await Promise.all([...running].map(end));
		},
	};
};
