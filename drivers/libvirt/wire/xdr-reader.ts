import {WireFault} from './wire-fault.ts';

/** Reads values in XDR (RFC 4506) one after the other. Each method throws a WireFault where the value is impossible. */
export type XdrReader = {
	/** 32 bits with a sign. */
	readonly int: () => number;
	/** 32 bits without a sign. Also `unsigned char` and `unsigned short`, which take a whole word. */
	readonly unsigned: () => number;
	/** 64 bits with a sign. Numbers above 2^53 lose their last bits. */
	readonly hyper: () => number;
	/** 64 bits without a sign. Undefined: all ones, which is libvirt's −1 for unknown. */
	readonly unsignedHyper: () => number | undefined;
	readonly double: () => number;
	/**
	UTF-8. Bytes that are not UTF-8 become U+FFFD. At most 4 MiB (VIR_NET_MESSAGE_STRING_MAX).
	@param kept how many of its bytes are given. Undefined: all
	*/
	readonly string: (kept?: number) => string;
	/** `length` bytes without a length before them: a part of the message, not a copy. */
	readonly opaque: (length: number) => Buffer;
	/** A pointer that may be NULL. */
	readonly optional: <Value>(read: () => Value) => Value | undefined;
	/** @param limit the protocol's. @param itemLength bytes that one item takes at least. A count must fit in the rest. */
	readonly array: <Item>(limit: number, itemLength: number, read: () => Item) => readonly Item[];
	/** The count of an array, checked as `array` checks it. */
	readonly count: (limit: number, itemLength: number) => number;
	/** Leaves out `length` bytes. */
	readonly skip: (length: number) => void;
	/** Where the next value begins in `bytes`, for a caller that reads them itself. */
	readonly offset: () => number;
	readonly bytes: Buffer;
	/** @throws WireFault where bytes are left */
	readonly end: () => void;
};

const stringByteLimit = 4 * 1024 * 1024;
const high = 2 ** 32;
const allOnes = high - 1;

/** The length with the zeros up to the next word. */
const padded = (length: number): number => (length + 3) & ~3;

export const createXdrReader = (bytes: Buffer): XdrReader => {
	let offset = 0;

	/** Takes `length` bytes. @returns where they begin */
	const take = (length: number): number => {
		const start = offset;
		if (length > bytes.length - start) {
			throw new WireFault('a message that ends too soon');
		}

		offset = start + length;
		return start;
	};

	const unsigned = (): number => bytes.readUInt32BE(take(4));

	const count = (limit: number, itemLength: number): number => {
		const value = unsigned();
		if (value > limit || value * itemLength > bytes.length - offset) {
			throw new WireFault(`a list of ${value}`);
		}

		return value;
	};

	return {
		int: () => bytes.readInt32BE(take(4)),
		unsigned,
		hyper: () => {
			const start = take(8);
			return bytes.readInt32BE(start) * high + bytes.readUInt32BE(start + 4);
		},
		unsignedHyper: () => {
			const start = take(8);
			const upper = bytes.readUInt32BE(start);
			const lower = bytes.readUInt32BE(start + 4);
			return upper === allOnes && lower === allOnes ? undefined : upper * high + lower;
		},
		double: () => bytes.readDoubleBE(take(8)),
		string: (kept = stringByteLimit) => {
			const length = count(stringByteLimit, 1);
			const start = take(padded(length));
			return bytes.toString('utf8', start, start + Math.min(length, kept));
		},
		opaque: (length) => {
			const start = take(padded(length));
			return bytes.subarray(start, start + length);
		},
		optional: (read) => {
			const isThere = unsigned();
			if (isThere > 1) {
				throw new WireFault(`a pointer marked with ${isThere}`);
			}

			return isThere === 1 ? read() : undefined;
		},
		array: (limit, itemLength, read) => Array.from({length: count(limit, itemLength)}, () => read()),
		count,
		skip: (length) => {
			take(length);
		},
		offset: () => offset,
		bytes,
		end: () => {
			if (offset !== bytes.length) {
				throw new WireFault(`${bytes.length - offset} bytes more than a message holds`);
			}
		},
	};
};
