/** One more than u64 holds. As a double, the u64 −1, which says unknown, is this number. */
export const u64End = 2 ** 64;

/** No counter reaches 2^63. A u64 from here on is a negative number, and unknown. */
export const unknownFrom = 2 ** 63;

/** A count as it came. Undefined: the value is no number, negative, or the u64 −1. */
export const knownNumber = (value: unknown): number | undefined =>
	typeof value === 'number' && value >= 0 && value < unknownFrom ? value : undefined;
