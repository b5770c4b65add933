import type {Clock} from '../../../source/clock.ts';

/** When to try again what failed: each pause is twice the one before. */
export type Pauses = {
	/** No pause was begun, or it is over. */
	readonly isOver: () => boolean;
	readonly begin: () => void;
	/** It went well: the next pause is the first. */
	readonly forget: () => void;
};

/** Seconds. */
const shortest = 1;
const longest = 30;

export const createPauses = (clock: Clock): Pauses => {
	let next = shortest;
	let until = Number.NEGATIVE_INFINITY;
	return {
		isOver: () => clock.monotonic() >= until,
		begin: () => {
			until = clock.monotonic() + next;
			next = Math.min(longest, next * 2);
		},
		forget: () => {
			next = shortest;
			until = Number.NEGATIVE_INFINITY;
		},
	};
};
