import type {HandClock} from '../helpers/hand-clock.ts';

/** Seconds that pass where nothing happens by itself. */
const step = 0.25;

/**
Lets the work go on, and time pass where it waits for it.
@throws Error where it is not done after so many seconds of that clock.
*/
export const finishByHand = async <Value>(
	clock: HandClock,
	work: Promise<Value>,
	seconds: number,
): Promise<Value> => {
	let isDone = false;
	const done = work.finally(() => {
		isDone = true;
	});
	// It is waited for below.
	done.catch(() => {});
	for (let left = seconds; !isDone && left > 0; left -= step) {
		for (let turn = 0; turn < 6 && !isDone; turn += 1) {
			await clock.advance(0);
		}

		if (!isDone) {
			await clock.advance(step);
		}
	}

	if (!isDone) {
		throw new Error(`It is not done after ${seconds} s.`);
	}

	return done;
};
