import {fitText, fittingLetters, textWidth, toAscii} from './fit-text.ts';
import {lettersOf} from './letters.ts';

/** As many of the last letters as fit; none of them is a mark without its letter. */
const lastLetters = (letters: readonly string[], width: number): readonly string[] => {
	const last = fittingLetters(letters.toReversed(), width).toReversed();
	const start = last.findIndex((letter) => textWidth(letter) > 0);
	return start < 0 ? [] : last.slice(start);
};

/**
A text cut or padded to exactly so many columns, with the ellipsis in its middle: of names of one make both ends are
seen.
*/
export const fitMiddle = (text: string, width: number, ascii = false): string => {
	const shown = ascii ? toAscii(text) : text;
	const letters = width < 3 ? [] : lettersOf(shown);
	if (fittingLetters(letters, width).length === letters.length) {
		return fitText(text, width, 'left', ascii);
	}

	const head = fittingLetters(letters, Math.ceil((width - 1) / 2));
	const tail = lastLetters(letters, Math.floor((width - 1) / 2));
	return fitText(`${head.join('')}${ascii ? '~' : '…'}${tail.join('')}`, width, 'left', ascii);
};
