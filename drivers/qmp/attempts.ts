import type {Clock} from '../../source/clock.ts';

/**
When to ask a guest. One that did not answer in time is a suspect: it is asked again with growing pauses, and nobody
waits for it until it has answered quickly.
*/
export type Attempts = {
	readonly isSuspect: () => boolean;
	/** Is the pause over? */
	readonly isDue: () => boolean;
	readonly succeeded: (seconds: number, quick: number) => void;
	readonly failed: () => void;
	/** The cause is visibly gone: as if it had never failed. */
	readonly cleared: () => void;
};

/** Seconds of the first pause and of the longest; each is twice the one before. */
export type Pauses = {readonly first: number; readonly last: number};

export const createAttempts = (clock: Clock, {first, last}: Pauses): Attempts => {
	let suspect = false;
	let pause = first;
	let notBefore = Number.NEGATIVE_INFINITY;

	const cleared = () => {
		suspect = false;
		pause = first;
		notBefore = Number.NEGATIVE_INFINITY;
	};

	return {
		isSuspect: () => suspect,
		isDue: () => clock.monotonic() >= notBefore,
		succeeded: (seconds, quick) => {
			cleared();
			suspect = seconds > quick;
		},
		failed: () => {
			suspect = true;
			notBefore = clock.monotonic() + pause;
			pause = Math.min(last, pause * 2);
		},
		cleared,
	};
};
