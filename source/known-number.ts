/** 2^63: counters are u64 and −1 says unknown, which a double only holds as 2^64. */
const unknownFrom = 2 ** 63;

/** A count as it came; absent: no number, negative, or the u64 −1. */
export const knownNumber = (value: unknown): number | undefined =>
	typeof value === 'number' && value >= 0 && value < unknownFrom ? value : undefined;
