import type {Clock} from '../async/clock.ts';
import {deferred, settledWithin} from '../async/wait.ts';
import type {Sampler} from '../sampling/sampler.ts';

/**
Stops the whole process group as `stopGroup` does; before that, what costs a host something while nobody asks is given
back: who is stopped cannot do it, and may stay stopped for days.
*/
export const suspendGroup = async (
	sampler: Pick<Sampler, 'release'>,
	signals: Signals,
	clock: Pick<Clock, 'sleep'>,
): Promise<boolean> => {
	await sampler.release();
	return stopGroup(signals, clock);
};

/** What is needed of the process to stop it. */
export type Signals = Pick<NodeJS.Process, 'kill' | 'on' | 'off'>;

/** Seconds after which a process that should have been stopped was not. */
const stopTimeoutSeconds = 0.2;
/** Seconds in which the signal that ended a stop is heard of. */
const continueTimeoutSeconds = 0.02;

/**
Stops the whole process group, as a shell does on ^Z: stopping this process alone would leave its npm running, and the
shell waiting for that.

@returns once it goes on again: true; or false, where it was never stopped, since the kernel discards the signal for a
group that nobody could continue (`ssh -t host domtop`).
*/
export const stopGroup = async (signals: Signals, clock: Pick<Clock, 'sleep'>): Promise<boolean> => {
	const {promise: continued, resolve} = deferred<void>();
	const goOn = () => resolve();
	signals.on('SIGCONT', goOn);
	try {
		const stopped = settledWithin(clock, stopTimeoutSeconds, continued);
		signals.kill(0, 'SIGTSTP');
		// After a stop the timer is long due, and fires before the signal that ended the stop was heard of.
		return (await stopped) || (await settledWithin(clock, continueTimeoutSeconds, continued));
	} finally {
		signals.off('SIGCONT', goOn);
	}
};
