import type {Clock} from '../async/clock.ts';
import {deferred, settledWithin} from '../async/wait.ts';
import {DriverError} from '../driver/driver-error.ts';
import {problemText} from '../usage/problem-text.ts';
import type {Sampler} from './sampler.ts';

/** Seconds that a person waits for the first numbers; after them the screen appears without numbers. */
const firstRefreshTimeoutSeconds = 0.4;

/**
Waits for the first refresh, but not long. Connecting fails most often, and its failure is better told before the screen is
taken than on the screen.
@throws DriverError if every connection has failed by then.
*/
export const firstReading = async (sampler: Sampler, clock: Pick<Clock, 'sleep'>): Promise<void> => {
	const {promise: refreshed, resolve} = deferred<void>();
	const unsubscribe = sampler.usage.subscribe(() => resolve());
	await settledWithin(clock, firstRefreshTimeoutSeconds, refreshed);
	unsubscribe();
	const usage = sampler.usage.get();
	const failed =
		usage?.connections.filter(({status, host}) => status.state === 'lost' && host === undefined) ?? [];
	const [first] = usage?.problems ?? [];
	if (usage && first && failed.length === usage.connections.length) {
		const uris = usage.connections.map(({uri}) => uri);
		throw new DriverError(
			usage.problems.map((problem) => problemText(problem, uris)).join(' '),
			first.advice,
		);
	}
};
