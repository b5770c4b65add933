/** One more than u64 holds. The u64 −1, which says unknown, is this number as a double. */
export const u64End = 2 ** 64;

/** No counter gets as far as 2^63: from here on a u64 is a negative number, and unknown. */
export const unknownFrom = 2 ** 63;

/** A count as it came; absent: no number, negative, or the u64 −1. */
export const knownNumber = (value: unknown): number | undefined =>
	typeof value === 'number' && value >= 0 && value < unknownFrom ? value : undefined;
