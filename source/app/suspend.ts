import type {Clock} from '../async/clock.ts';
import {deferred, settledWithin} from '../async/wait.ts';
import type {Sampler} from '../sampling/sampler.ts';

/**
Gives back what the connections hold at a cost to their hosts, then stops the whole process group as `stopGroup` does. A
stopped program cannot give anything back, and may stay stopped for days.
*/
export const suspendGroup = async (
	sampler: Pick<Sampler, 'release'>,
	signals: Signals,
	clock: Pick<Clock, 'sleep'>,
): Promise<boolean> => {
	await sampler.release();
	return stopGroup(signals, clock);
};

/** The parts of `process` that stopping it needs. */
export type Signals = Pick<NodeJS.Process, 'kill' | 'on' | 'off'>;

/** Seconds after which a process that still runs was not stopped. */
const stopTimeoutSeconds = 0.2;
/** Seconds in which the signal that ended a stop arrives. */
const continueTimeoutSeconds = 0.02;

/**
Stops the whole process group, as a shell does on ^Z: stopping this process alone would leave its npm running, and the
shell waiting for npm.

@returns true once the group continues. False where the group was never stopped: the kernel discards the signal for a
group that no shell could continue (`ssh -t host domtop`).
*/
export const stopGroup = async (signals: Signals, clock: Pick<Clock, 'sleep'>): Promise<boolean> => {
	const {promise: continued, resolve} = deferred<void>();
	const goOn = () => resolve();
	signals.on('SIGCONT', goOn);
	try {
		const stopped = settledWithin(clock, stopTimeoutSeconds, continued);
		signals.kill(0, 'SIGTSTP');
		// After a stop the timer is long due, and fires before the signal that ended the stop arrives.
		return (await stopped) || (await settledWithin(clock, continueTimeoutSeconds, continued));
	} finally {
		signals.off('SIGCONT', goOn);
	}
};
