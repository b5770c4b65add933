import type {Clock} from '../async/clock.ts';
import {settledWithin} from '../async/wait.ts';
import type {Sampler} from './sampler.ts';

/** Seconds that the end of the program may wait for a terminal or a hypervisor that is gone. */
const closeTimeoutSeconds = 1;

/** Closes the connections at the end of the program, and waits at most a second until they are closed. Never rejects. */
export const closeBriefly = async (
	sampler: Pick<Sampler, 'close'>,
	clock: Pick<Clock, 'sleep'>,
): Promise<void> => {
	await settledWithin(clock, closeTimeoutSeconds, sampler.close());
};
