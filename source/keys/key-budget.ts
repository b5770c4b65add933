/** How many keys are taken at most, however many come. */
export type KeyBudget = {
	/** May one more be taken now, seconds? */
	readonly spend: (now: number) => boolean;
};

/** More than a slow link brings at once while a person holds a key. */
const mostAtOnce = 256;
/** Keys a second; a held key repeats 30 times. */
const refill = 100;
/** Seconds without a key after which they count again. */
const rest = 1;

/**
A text that a terminal sends as keys, of any length, must not keep the program busy: each key may draw a scene. Once it
is over the budget, all of it is left out up to a pause: single keys out of it could mean anything.
*/
export const createKeyBudget = (): KeyBudget => {
	let left = mostAtOnce;
	let last = Number.NEGATIVE_INFINITY;
	let isOver = false;
	return {
		spend(now) {
			const passed = Math.max(0, now - last);
			last = now;
			left = isOver && passed < rest ? 0 : Math.min(mostAtOnce, left + passed * refill);
			isOver = left < 1;
			left = isOver ? 0 : left - 1;
			return !isOver;
		},
	};
};
