import {closeSync, constants, openSync, readSync} from 'node:fs';
import {unknownFrom} from '../../../source/model/known-count.ts';
import {type Refusal, refusalOf} from '../../linux/read-file.ts';

/** A whole number as the kernel writes it, or why there is none. `unknown`: the text is no number, or is u64's −1. */
export type Count = number | Refusal | 'unknown';

/** Reads one counter of sysfs. */
export type CountReader = {
	/** Opens the file, reads it once and closes it. */
	readonly read: (path: string) => Count;
	/** Reads an open file from its start. The kernel writes the counter anew for it. */
	readonly readAgain: (descriptor: number) => Count;
};

/** Bytes: "-18446744073709551615\n" is shorter, and a longer text is no counter. */
const longest = 32;

const [newline, minus, zero, nine] = [0x0a, 0x2d, 0x30, 0x39];

const parse = (bytes: Uint8Array, length: number): Count => {
	const end = length > 0 && bytes[length - 1] === newline ? length - 1 : length;
	const start = bytes[0] === minus ? 1 : 0;
	if (end <= start || length >= longest) {
		return 'unknown';
	}

	let value = 0;
	for (let index = start; index < end; index += 1) {
		const byte = bytes[index] as number;
		if (byte < zero || byte > nine) {
			return 'unknown';
		}

		value = value * 10 + byte - zero;
	}

	return value >= unknownFrom ? 'unknown' : start === 1 ? 0 - value : value;
};

/**
Reads into one buffer, once and no more than it holds: 7000 files of sysfs took 23 ms to open, read and close;
`readFileSync`, which reads until nothing comes, took 25.
*/
export const createCountReader = (): CountReader => {
	const buffer = new Uint8Array(longest);

	const readAgain: CountReader['readAgain'] = (descriptor) => {
		try {
			return parse(buffer, readSync(descriptor, buffer, 0, longest, 0));
		} catch (error) {
			return refusalOf(error);
		}
	};

	return {
		readAgain,
		read: (path) => {
			try {
				const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
				try {
					return readAgain(descriptor);
				} finally {
					closeSync(descriptor);
				}
			} catch (error) {
				return refusalOf(error);
			}
		},
	};
};
