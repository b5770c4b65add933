/** Limits how many keys are taken, however many arrive. */
export type KeyBudget = {
	/** Takes a key at `now`, monotonic seconds. False: the key must be dropped. */
	readonly spend: (now: number) => boolean;
};

/** More keys than a slow network brings at once while a person holds a key. */
const mostAtOnce = 256;
/** Keys that the budget regains a second; a held key repeats 30 times a second. */
const refill = 100;
/** Seconds without a key after which an exceeded budget takes keys again. */
const rest = 1;

/**
A terminal may send a text of any length as keys. The text must not keep the program busy, since each key may draw a
scene. Once the budget is exceeded, all keys up to a pause are dropped: single keys out of a text could mean anything.
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
