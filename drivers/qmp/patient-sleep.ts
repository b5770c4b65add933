import type {Clock} from '../../source/clock.ts';

/** Seconds by which a timer may be late before it is this program that was held up. */
const lateness = 0.1;

/**
Sleeps so many seconds in which this program could have run. A timer that comes late comes before the answers that wait
in the sockets: after a suspension, or a long computation, the peer is given its time anew.
*/
export const patientSleep = async (clock: Clock, seconds: number, signal: AbortSignal): Promise<void> => {
	for (;;) {
		const started = clock.monotonic();
		await clock.sleep(seconds, signal);
		if (signal.aborted || clock.monotonic() - started <= seconds + lateness) {
			return;
		}
	}
};
