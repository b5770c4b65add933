import type {Clock} from '../../../source/clock.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import {within} from '../../../source/within.ts';
import type {Flight, Outcome} from './flight.ts';

/** Waits for a flight until it is so many seconds old, or until the signal. Absent: it is still under way. */
export const landedWithin = async <Answer>(
	clock: Clock,
	flight: Flight<Answer>,
	seconds: number,
	signal: AbortSignal,
): Promise<Outcome<Answer> | undefined> => {
	const left = flight.sentAt + seconds - clock.monotonic();
	if (!flight.outcome() && left > 0 && !signal.aborted) {
		await within({clock, seconds: left}, signal, (either) => orAborted(flight.landed, either));
	}

	return flight.outcome();
};
