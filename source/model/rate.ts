import {u64End} from './known-count.ts';

const wrap = 2 ** 32;

/**
Whether a value is a count. Other values come from a broken source: -1 as u64, a negative or endless number, no number at all.
*/
const isCount = (value: number | undefined): value is number =>
	value !== undefined && value >= 0 && value < u64End;

/**
Growth of a counter between two readings of one device in one incarnation. Undefined: unknown.

A counter that fell was reset and says nothing about this interval. Only where the driver said that the counter is 32 bits wide,
a fall from the upper to the lower half may be a wrap.
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

/**
Growth of a counter per second. Undefined: unknown, or no time lies between the two readings.
@param seconds between the two readings.
*/
export const rate = (
	before: number | undefined,
	now: number | undefined,
	seconds: number | undefined,
	counterBits?: 32 | undefined,
): number | undefined => {
	const grown = growth(before, now, counterBits);
	return grown === undefined || seconds === undefined || seconds <= 0 ? undefined : grown / seconds;
};
