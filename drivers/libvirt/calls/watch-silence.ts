import type {Clock} from '../../../source/async/clock.ts';
import {patientSleep} from '../../../source/async/wait.ts';

/** Seconds of silence after which the daemon is asked for a sign of life. */
const quiet = 5;
/** Seconds of silence after which the connection counts as dead. */
const deadAfter = 20;

export type SilenceOptions = {
	readonly clock: Clock;
	/** How many times something came. */
	readonly heard: () => number;
	/** When something came last, monotonic seconds. */
	readonly heardAt: () => number;
	/** Asks for a sign of life. Anything that comes answers it. */
	readonly ping: () => void;
	/** Ends the watch. */
	readonly signal: AbortSignal;
};

/**
Resolves after 20 s of silence, though a sign of life was asked for after 5 s, or when the signal fires. Only time in which
this program ran is counted, in steps: what came while the program was suspended lies in the socket unread.
*/
export const watchSilence = async ({clock, heard, heardAt, ping, signal}: SilenceOptions): Promise<void> => {
	for (let silent = 0; silent < deadAfter && !signal.aborted; ) {
		const before = heard();
		const step = silent === 0 ? Math.max(0, heardAt() + quiet - clock.monotonic()) : quiet;
		await patientSleep(clock, step, signal);
		if (heard() !== before) {
			silent = 0;
			continue;
		}

		silent += quiet;
		if (silent === quiet && !signal.aborted) {
			ping();
		}
	}
};
