import type {Clock} from './clock.ts';

/**
Seconds between attempts. Either each delay is twice the delay before it, from `first` up to `last`. Or a table has one entry
for each failure in a row, and its last entry holds for all further failures.
*/
export type Delays =
	| {readonly first: number; readonly last: number}
	| readonly [number, ...(readonly number[])];

/**
Seconds to wait after a number of failures in a row.
@param failures at least 1.
*/
export const delayAfter = (failures: number, delays: Delays): number =>
	'first' in delays
		? Math.min(delays.last, delays.first * 2 ** (failures - 1))
		: (delays[Math.min(failures, delays.length) - 1] as number);

/** When to try again what failed. */
export type Backoff = {
	/** Whether no delay is under way. */
	readonly isDue: () => boolean;
	/** Begins the next delay now. */
	readonly failed: () => void;
	/** Ends the delay under way. The next delay is the first one again. */
	readonly reset: () => void;
};

export const createBackoff = (clock: Clock, delays: Delays): Backoff => {
	let failures = 0;
	let dueAt = Number.NEGATIVE_INFINITY;
	return {
		isDue: () => clock.monotonic() >= dueAt,
		failed: () => {
			failures += 1;
			dueAt = clock.monotonic() + delayAfter(failures, delays);
		},
		reset: () => {
			failures = 0;
			dueAt = Number.NEGATIVE_INFINITY;
		},
	};
};
