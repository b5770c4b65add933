import type {Clock} from './clock.ts';
import {underSignals} from './under-signals.ts';

/** Does a job under a signal that fires after so many seconds, or with the given one. */
export const within = async <Result>(
	{clock, seconds}: {readonly clock: Clock; readonly seconds: number},
	signal: AbortSignal,
	job: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
	const enough = new AbortController();
	const finished = new AbortController();
	void clock.sleep(seconds, finished.signal).then(() => enough.abort());
	try {
		return await underSignals([signal, enough.signal], job);
	} finally {
		finished.abort();
	}
};
