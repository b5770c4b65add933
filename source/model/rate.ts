import {u64End} from './known-count.ts';

const wrap = 2 ** 32;

/** Nothing else is a count: -1 as u64, what is negative, endless or no number at all comes of a broken source. */
const isCount = (value: number | undefined): value is number =>
	value !== undefined && value >= 0 && value < u64End;

/**
How much a counter grew between two readings of one device in one incarnation, or unknown.

A counter that fell was reset and says nothing about this interval; only where the driver said that it is 32 bits wide
may a fall from the upper to the lower half be a wrap.
*/
export const growth = (
	before: number | undefined,
	now: number | undefined,
	counterBits?: 32 | undefined,
): number | undefined => {
	if (!isCount(before) || !isCount(now)) {
		return undefined;
	}

	if (now >= before) {
		return now - before;
	}

	const wrapped = counterBits === 32 && before >= wrap / 2 && before < wrap && now < wrap / 2;
	return wrapped ? now + wrap - before : undefined;
};

/** Two readings of one counter, so many seconds apart → per second, or unknown. No time between them: unknown. */
export const rate = (
	before: number | undefined,
	now: number | undefined,
	seconds: number | undefined,
	counterBits?: 32 | undefined,
): number | undefined => {
	const grown = growth(before, now, counterBits);
	return grown === undefined || seconds === undefined || seconds <= 0 ? undefined : grown / seconds;
};
