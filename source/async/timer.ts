import type {Clock} from './clock.ts';

/** One job that waits for its time. A later start replaces an earlier start. */
export type Timer = {
	/** Does the job after `seconds`, unless the timer is stopped or started again before. The job must not throw. */
	readonly start: (seconds: number, job: () => void) => void;
	/** Forgets the job that waits. Harmless where none does. */
	readonly stop: () => void;
	/** Whether a job waits; false from the moment the job begins. */
	readonly isRunning: () => boolean;
};

/** Nobody reads why a sleep ended. Without a reason `abort` makes an error with its stack, which costs more than all else here. */
const stopped = 'the timer was stopped';

/** @param clock decides how a sleep is counted: see `patientClock`. */
export const createTimer = (clock: Pick<Clock, 'sleep'>): Timer => {
	let current: AbortController | undefined;

	const stop = (): void => {
		current?.abort(stopped);
		current = undefined;
	};

	const start = async (seconds: number, job: () => void): Promise<void> => {
		stop();
		const mine = new AbortController();
		current = mine;
		await clock.sleep(seconds, mine.signal);
		if (current === mine) {
			current = undefined;
			job();
		}
	};

	return {
		start: (seconds, job) => void start(seconds, job),
		stop,
		isRunning: () => current !== undefined,
	};
};
