import {mostNumberBytes, writeNumber} from './write-number.ts';

/** A text that is written piece by piece, as bytes of UTF-8. Its memory serves one refresh after the other. */
export type TextBytes = {
	/** Begins the text anew. */
	readonly clear: () => void;
	/** Bytes that were encoded before. */
	readonly piece: (piece: Uint8Array) => void;
	/** One character of ASCII, by its code. */
	readonly character: (code: number) => void;
	/** One character of ASCII in the place of the last one, where that is the given one; else behind it. */
	readonly characterFor: (last: number, code: number) => void;
	/** A finite number, as `writeNumber` has it. */
	readonly number: (value: number) => void;
	/** A text of ASCII characters that `isPlain` has 1 for. False: the text has others, and nothing was written. */
	readonly plain: (text: string, isPlain: Uint8Array) => boolean;
	/** Any text. Half of a surrogate pair is U+FFFD, as everywhere in UTF-8. */
	readonly text: (text: string) => void;
	/** What was written since the text began. It holds until more is written. */
	readonly written: () => Uint8Array;
};

/** Most bytes of UTF-8 for one unit of UTF-16. */
const mostUnitBytes = 3;

const startSize = 2 ** 14;

const encoder = new TextEncoder();

export const createTextBytes = (): TextBytes => {
	let bytes = new Uint8Array(startSize);
	let length = 0;

	const makeRoom = (count: number): void => {
		const grown = new Uint8Array(Math.max(2 * bytes.length, length + count));
		grown.set(bytes.subarray(0, length));
		bytes = grown;
	};

	return {
		clear() {
			length = 0;
		},
		piece(piece) {
			if (length + piece.length > bytes.length) {
				makeRoom(piece.length);
			}

			bytes.set(piece, length);
			length += piece.length;
		},
		character(code) {
			if (length === bytes.length) {
				makeRoom(1);
			}

			bytes[length++] = code;
		},
		characterFor(last, code) {
			if (bytes[length - 1] === last) {
				length -= 1;
			} else if (length === bytes.length) {
				makeRoom(1);
			}

			bytes[length++] = code;
		},
		number(value) {
			if (length + mostNumberBytes > bytes.length) {
				makeRoom(mostNumberBytes);
			}

			length = writeNumber(bytes, length, value);
		},
		plain(text, isPlain) {
			const {length: count} = text;
			if (length + count > bytes.length) {
				makeRoom(count);
			}

			for (let index = 0; index < count; index++) {
				const code = text.charCodeAt(index);
				if (isPlain[code] !== 1) {
					return false;
				}

				bytes[length + index] = code;
			}

			length += count;
			return true;
		},
		text(text) {
			const most = text.length * mostUnitBytes;
			if (length + most > bytes.length) {
				makeRoom(most);
			}

			length += encoder.encodeInto(text, bytes.subarray(length)).written;
		},
		written: () => bytes.subarray(0, length),
	};
};
