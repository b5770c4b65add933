import type {ChildProcess} from 'node:child_process';
import type {Clock} from './clock.ts';
import type {Spawn} from './spawn.ts';

/** The children of one connection. */
export type OwnChildren = {
	readonly spawn: Spawn;
	/** Ends those that still run, such as one that asks for a password; resolves when they are gone. */
	readonly end: () => Promise<void>;
};

/** How long a child may take to end when it is told to, as to give a terminal its echo back, seconds. */
const patience = 0.5;

export const ownChildren = (spawn: Spawn, clock: Clock): OwnChildren => {
	const running = new Set<ChildProcess>();

	const end = async (child: ChildProcess): Promise<void> => {
		const gone = new AbortController();
		child.once('exit', () => gone.abort());
		child.kill();
		await clock.sleep(patience, gone.signal);
		if (!gone.signal.aborted) {
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
