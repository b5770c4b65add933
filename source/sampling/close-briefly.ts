import type {Clock} from '../async/clock.ts';
import {settledWithin} from '../async/wait.ts';
import type {Sampler} from './sampler.ts';

/** Seconds that a way out may wait for a terminal or a hypervisor that is gone. */
const closeTimeoutSeconds = 1;

/** Closes the connections as the last thing, and waits no longer than a second for the end of that. Never rejects. */
export const closeBriefly = async (
	sampler: Pick<Sampler, 'close'>,
	clock: Pick<Clock, 'sleep'>,
): Promise<void> => {
	await settledWithin(clock, closeTimeoutSeconds, sampler.close());
};
