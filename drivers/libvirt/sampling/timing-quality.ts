import type {Reply} from './replies.ts';

/** What a reply's moment is worth beside the moment of the reading before. */
export type TimingQuality =
	/** A rate between the two is right. */
	| 'usable'
	/** One reply was delayed. The previous numbers stay until the interval is long enough for a rate within 20 %. */
	| 'skewed'
	/** The previous numbers would grow old. The new ones are taken, and a rate that begins before them would be wrong. */
	| 'restart';

/** When the numbers that stand in a row were read. */
export type ReadAt = {
	/** Monotonic seconds, the middle between call and reply. */
	readonly at: number;
	/** Seconds from call to reply. */
	readonly took: number;
};

/** How wrong the time between two readings may be, as a share of it. */
const tolerance = 0.2;
/** How old numbers may become before skewed ones replace them, seconds. */
const longestSeconds = 3;

export const readAtOf = ({at, askedAt}: Reply): ReadAt => ({at, took: 2 * (at - askedAt)});

/**
Numbers were true somewhere between call and reply, and the middle is taken. What every reply takes alike makes no
difference between two of them. What one took more than the other may be wrong by half of it.
@param before undefined: there is no reading before
*/
export const timingQualityOf = (before: ReadAt | undefined, reply: Reply): TimingQuality => {
	if (!before) {
		return 'usable';
	}

	const {at, took} = readAtOf(reply);
	const passed = at - before.at;
	const isUsable = Math.abs(took - before.took) / 2 <= tolerance * passed;
	return isUsable ? 'usable' : passed <= longestSeconds ? 'skewed' : 'restart';
};
