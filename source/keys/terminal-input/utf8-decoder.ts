/** Decodes code points from bytes that come in pieces. */
export type Utf8Decoder = {
	readonly push: (byte: number) => void;
	/** Is a character unfinished? */
	readonly isOpen: () => boolean;
	/** Gives up an unfinished character: U+FFFD takes its place. */
	readonly flush: () => void;
};

/** The code point that replaces bytes that are no UTF-8. */
export const replacement = 0xff_fd;

/**
UTF-8 as RFC 3629 has it, one byte at a time. Bytes that are no UTF-8 become U+FFFD. Bytes of 0x80 to 0x9F that belong to
no character are C1 controls instead (ECMA-48), as terminals with 8-bit controls send them.

@param take is given each code point.
*/
export const createUtf8Decoder = (take: (codePoint: number) => void): Utf8Decoder => {
	let missing = 0;
	let code = 0;
	// Bounds of the next byte: they keep out overlong forms, surrogates and what is beyond U+10FFFF.
	let least = 0x80;
	let most = 0xbf;

	const flush = (): void => {
		if (missing > 0) {
			missing = 0;
			take(replacement);
		}
	};

	const begin = (byte: number): void => {
		if (byte < 0xa0) {
			take(byte);
		} else if (byte < 0xc2 || byte > 0xf4) {
			take(replacement);
		} else {
			missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
			code = byte & (0x3f >> missing);
			least = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
			most = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
		}
	};

	return {
		push(byte) {
			if (missing === 0 || byte < least || byte > most) {
				flush();
				begin(byte);
				return;
			}

			code = code * 64 + (byte & 0x3f);
			least = 0x80;
			most = 0xbf;
			missing--;
			if (missing === 0) {
				take(code);
			}
		},
		isOpen: () => missing > 0,
		flush,
	};
};
