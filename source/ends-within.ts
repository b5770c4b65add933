import type {Clock} from './clock.ts';

/** Waits for work, but not longer than so many seconds: was it done by then? The work must not reject. */
export const endsWithin = async (clock: Clock, seconds: number, work: Promise<unknown>): Promise<boolean> => {
	const timer = new AbortController();
	const isDone = await Promise.race([
		work.then(() => true),
		clock.sleep(seconds, timer.signal).then(() => false),
	]);
	timer.abort();
	return isDone;
};
