import type {Answer} from './answers.ts';

/** What an answer's moment is worth beside that of the reading before. */
export type Dating =
	/** A rate between the two is right. */
	| 'good'
	/** One of them was held up on its way: the numbers there are better stay, until the time between two makes up for it. */
	| 'late'
	/** The numbers there are would grow old: these are to be taken, and a rate that begins before them would be wrong. */
	| 'anew';

/** When the numbers that stand in a row were read. */
export type ReadAt = {
	/** Monotonic seconds, the middle between question and answer. */
	readonly at: number;
	/** Seconds from question to answer. */
	readonly took: number;
};

/** How wrong the time between two readings may be, as a share of it. */
const tolerance = 0.2;
/** How old numbers may become that are better than new ones, seconds. */
const longest = 3;

export const readAtOf = ({at, askedAt}: Answer): ReadAt => ({at, took: 2 * (at - askedAt)});

/**
Numbers were true somewhere between question and answer, and the middle is taken. What every answer takes alike makes
no difference between two of them; what one took more than the other may be wrong by half of it.
*/
export const datingOf = (before: ReadAt | undefined, answer: Answer): Dating => {
	if (!before) {
		return 'good';
	}

	const {at, took} = readAtOf(answer);
	const passed = at - before.at;
	const isGood = Math.abs(took - before.took) / 2 <= tolerance * passed;
	return isGood ? 'good' : passed <= longest ? 'late' : 'anew';
};
