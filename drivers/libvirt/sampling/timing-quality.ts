import type {Reply} from './replies.ts';

/** How well the interval between a reply and the previous reading is known. */
export type TimingQuality =
	/** A rate between the two moments is right. */
	| 'usable'
	/** One reply was delayed. The previous numbers stay until the interval is long enough for a rate within 20 %. */
	| 'skewed'
	/** The previous numbers would grow old. The new numbers are taken, and a rate that begins before them would be wrong. */
	| 'restart';

/** When the numbers of a row were read. */
export type ReadAt = {
	/** Monotonic seconds, the middle between call and reply. */
	readonly at: number;
	/** Seconds from call to reply. */
	readonly took: number;
};

/** How wrong the interval between two readings may be, as a share of the interval. */
const tolerance = 0.2;
/** How old numbers may become before skewed ones replace them, seconds. */
const longestSeconds = 3;

export const readAtOf = ({at, askedAt}: Reply): ReadAt => ({at, took: 2 * (at - askedAt)});

/**
Numbers were true somewhere between call and reply, and the middle is taken. A delay that every reply has makes no difference
between two replies. Where one reply took longer than the other, half of the difference may be an error.
@param before the previous reading. Undefined: there is none
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
