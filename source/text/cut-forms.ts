import {fitText, fittingLetters, lastLetters, textWidth, toAscii} from './fit-text.ts';
import {lettersOf} from './letters.ts';

/** A text cut or padded to exactly `width` columns, with the ellipsis in its middle: both ends of similar names are seen. */
export const fitMiddle = (text: string, width: number, ascii = false): string => {
	const shown = ascii ? toAscii(text) : text;
	const isWhole = width < 3 || textWidth(shown) <= width;
	const cut = isWhole
		? shown
		: middleForm(lettersOf(shown), {width, cut: 'middle', ellipsis: ascii ? '~' : '…'});
	return fitText(cut, width, 'left', ascii);
};

/** What is kept of a text that has no room: both its ends, or the end of a path. */
export type Cut = 'middle' | 'path';

/** How a text is cut: to how many terminal columns, at which place, and with which sign for what is left out. */
export type Cutting = {readonly width: number; readonly cut: Cut; readonly ellipsis: string};

type Letters = readonly string[];

/** Columns that are shown before a difference. */
const context = 2;

/** Keeps both ends. */
const middleForm = (letters: Letters, {width, ellipsis}: Cutting): string => {
	const head = fittingLetters(letters, Math.ceil((width - 1) / 2));
	const tail = lastLetters(letters, Math.floor((width - 1) / 2));
	return `${head.join('')}${ellipsis}${tail.join('')}`;
};

/** Keeps the end. */
const endForm = (letters: Letters, {width, ellipsis}: Cutting): string =>
	ellipsis + lastLetters(letters, width - 1).join('');

/** Keeps the end, from a folder on where that leaves out no more than half of the end. */
const folderForm = (letters: Letters, {width, ellipsis}: Cutting): string => {
	const tail = lastLetters(letters, width - 1);
	const slash = tail.indexOf('/');
	return ellipsis + tail.slice(slash >= 0 && slash <= tail.length / 2 ? slash : 0).join('');
};

/** Ways to cut one text, the best first. */
export const formsOf = (cut: Cut): readonly ((letters: Letters, cutting: Cutting) => string)[] =>
	cut === 'path' ? [folderForm, endForm, middleForm] : [middleForm];

/** Letters from `start` on, without a mark whose letter stands before. */
const from = (letters: Letters, start: number): Letters => {
	const rest = letters.slice(start);
	const first = rest.findIndex((letter) => textWidth(letter) > 0);
	return first < 0 ? [] : rest.slice(first);
};

/** What follows the `common` letters, with a little of what stands before. */
const after = (letters: Letters, common: number, room: number): Letters => {
	const start = Math.max(0, common - Math.min(context, Math.floor(room / 3)));
	return fittingLetters(from(letters, start), room);
};

/** Keeps some of the start, and what follows the letters in common. */
const nameForm = (letters: Letters, common: number, {width, ellipsis}: Cutting): string => {
	const head = fittingLetters(letters, Math.max(1, Math.floor(width / 4)));
	const room = width - 1 - textWidth(head.join(''));
	const start = Math.max(head.length, common - Math.min(context, Math.floor(room / 3)));
	const rest = from(letters, start);
	const gap = start > head.length ? ellipsis : '';
	return fittingLetters(rest, room).length === rest.length
		? `${head.join('')}${ellipsis}${lastLetters(letters, room).join('')}`
		: `${head.join('')}${gap}${fittingLetters(rest, room - 1).join('')}${ellipsis}`;
};

/** Keeps what follows the letters in common, and the end. */
const pathForm = (letters: Letters, common: number, {width, ellipsis}: Cutting): string => {
	const tail = lastLetters(letters, Math.floor(width / 3));
	const shown = after(letters, common, width - 2 - textWidth(tail.join('')));
	return `${ellipsis}${shown.join('')}${ellipsis}${tail.join('')}`;
};

/**
Cuts a text so that its difference from others is seen.

@param places numbers of first letters in common; not empty. The first number is of all texts that look like this text. Each
further number is of the texts that still looked like it after the cut before.
*/
export const differenceForm = (letters: Letters, places: readonly number[], cutting: Cutting): string => {
	const {width, cut, ellipsis} = cutting;
	const [first = 0, ...others] = places;
	if (others.length === 0) {
		return cut === 'path' ? pathForm(letters, first, cutting) : nameForm(letters, first, cutting);
	}

	const room = Math.floor((width - places.length - 1) / places.length);
	const parts = places.map((place) => after(letters, place, room).join(''));
	return `${ellipsis}${parts.map((part) => part + ellipsis).join('')}`;
};

/** Cuts a text and puts a code behind it, which tells the text from all others. */
export const codedForm = (letters: Letters, code: string, {width, cut, ellipsis}: Cutting): string => {
	const room = width - code.length;
	if (fittingLetters(letters, room).length === letters.length) {
		return letters.join('').trimEnd() + code;
	}

	const kept = cut === 'path' ? lastLetters(letters, room - 1) : fittingLetters(letters, room - 1);
	const shown = room < 1 ? '' : cut === 'path' ? ellipsis + kept.join('') : kept.join('') + ellipsis;
	return shown + code;
};
