import stringWidth from 'string-width';
import {isPlain, lettersOf} from './letters.ts';
import {isNarrow} from './steady-letters.ts';

const nothing = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;

/** Widths of most letters, as string-width takes as long for one letter as for a whole text. */
const narrow =
	/^[\u0020-\u10FF\u1200-\u2319\u2400-\u25FC\u2C00-\u2E7F\uA4D0-\uA95F\uE000-\uF8FF\uFB00-\uFDFF]$/;
const wide =
	/^[\u1100-\u115E\u3041-\u3096\u30A0-\u30FF\u3400-\u4DBF\u4E00-\uA48C\uAC00-\uD7A3\uF900-\uFA6D\uFF01-\uFF60]$/;

/** Whether a letter has more than one code point: only emoji and syllables of jamo have. */
const isCompound = (letter: string): boolean =>
	letter.length > ((letter.codePointAt(0) ?? 0) > 0xff_ff ? 2 : 1);

/** Terminal columns that one letter takes, in the letters of `lettersOf`. */
export const letterWidth = (letter: string): number => {
	if (letter.length === 1 && letter >= ' ' && letter <= '~') {
		return 1;
	}

	if (isCompound(letter)) {
		return 2;
	}

	// This test is enough for a wide letter, and a text of wide letters is as much work as there is.
	if (letter >= '\u1100' && wide.test(letter)) {
		return 2;
	}

	if (nothing.test(letter)) {
		return 0;
	}

	return narrow.test(letter) ? 1 : stringWidth(letter);
};

/**
Terminal columns that a text takes; wide characters take two. Terminals add up what each code point takes by itself, but for
emoji. string-width takes the first letter of a grapheme cluster for the whole cluster.
*/
export const textWidth = (text: string): number =>
	isNarrow(text) ? text.length : lettersOf(text).reduce((sum, letter) => sum + letterWidth(letter), 0);

/** As many of the first letters as fit into `width` columns; all letters where all fit. */
export const fittingLetters = (letters: readonly string[], width: number): readonly string[] => {
	let used = 0;
	const end = letters.findIndex((letter) => {
		used += letterWidth(letter);
		return used > width;
	});
	return end < 0 ? letters : letters.slice(0, end);
};

/** As many of the last letters as fit into `width` columns, without a mark whose letter has no room. */
export const lastLetters = (letters: readonly string[], width: number): readonly string[] => {
	let start = letters.length;
	let room = width;
	for (let next = start - 1; next >= 0; next--) {
		const size = letterWidth(letters[next] ?? '');
		room -= size;
		if (room < 0) {
			break;
		}

		// Marks stand behind their letter.
		start = size > 0 ? next : start;
	}

	return letters.slice(start);
};

/** A `?` for each character that is not printable ASCII. */
export const toAscii = (text: string): string =>
	isPlain(text) ? text : text.replaceAll(/[^\u0020-\u007E]/gu, '?');

/** A text cut or padded to exactly `width` columns. A cut text ends in an ellipsis, under `ascii` in a `~`. */
export const fitText = (text: string, width: number, align: 'left' | 'right', ascii = false): string => {
	if (width <= 0) {
		return '';
	}

	const shown = ascii ? toAscii(text) : text;
	const ellipsis = ascii ? '~' : '…';
	if (isNarrow(shown)) {
		const narrow = shown.length <= width ? shown : shown.slice(0, width - 1) + ellipsis;
		return align === 'left' ? narrow.padEnd(width) : narrow.padStart(width);
	}

	const letters = lettersOf(shown);
	const fits = fittingLetters(letters, width).length === letters.length;
	const cut = fits ? shown : fittingLetters(letters, width - 1).join('') + ellipsis;
	const padding = ' '.repeat(Math.max(0, width - textWidth(cut)));
	return align === 'left' ? cut + padding : padding + cut;
};
