/** The golden ratio of 32 bits, for multiplicative hashing. */
const golden = 0x9e37_79b1;

/** Spreads neighbouring numbers over 32 bits. */
const scatter = (value: number): number => {
	const once = Math.imul(value, golden);
	const twice = Math.imul(once ^ (once >>> 15), golden);
	return (twice ^ (twice >>> 15)) >>> 0;
};

/** A uuid shaped like RFC 9562's version 4 that is always the same for the same number. */
export const simulatedUuid = (index: number): string => {
	const digits = [1, 2, 3, 4]
		.map((part) =>
			scatter(index * 4 + part)
				.toString(16)
				.padStart(8, '0'),
		)
		.join('');
	const variant = '89ab'.charAt(index % 4);
	return [
		digits.slice(0, 8),
		digits.slice(8, 12),
		`4${digits.slice(13, 16)}`,
		`${variant}${digits.slice(17, 20)}`,
		digits.slice(20),
	].join('-');
};
