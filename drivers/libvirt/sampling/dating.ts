import type {Answer} from './answers.ts';

/** What an answer's moment is worth beside that of the reading before. */
export type Dating =
	/** A rate between the two is right. */
	| 'good'
	/** It was held up on its way: its numbers are better left, and the next ones taken. */
	| 'late'
	/** Its numbers are to be taken, and a rate that begins before it would be wrong. */
	| 'anew';

/** When the numbers that stand in a row were read. */
export type ReadAt = {
	/** Monotonic seconds, the middle between question and answer. */
	readonly at: number;
	/** Seconds from question to answer. */
	readonly took: number;
	/** Was an answer after it left already? */
	readonly isLeft: boolean;
};

/** How wrong the time between two readings may be, as a share of it. */
const tolerance = 0.2;

export const readAtOf = ({at, askedAt}: Answer): ReadAt => ({at, took: 2 * (at - askedAt), isLeft: false});

/**
Numbers were true somewhere between question and answer, and the middle is taken. What every answer takes alike makes
no difference between two of them; what one took more than the other may be wrong by half of it.
*/
export const datingOf = (before: ReadAt | undefined, answer: Answer): Dating => {
	if (!before) {
		return 'good';
	}

	const {at, took} = readAtOf(answer);
	const slower = took - before.took;
	if (Math.abs(slower) / 2 <= tolerance * (at - before.at)) {
		return 'good';
	}

	return slower > 0 && !before.isLeft ? 'late' : 'anew';
};
