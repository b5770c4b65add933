import {fitText, textWidth, toAscii} from './fit-text.ts';

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** As many letters of it as fit, from the first on. */
const fitting = (letters: readonly string[], width: number): readonly string[] => {
	let used = 0;
	const end = letters.findIndex((letter) => {
		used += textWidth(letter);
		return used > width;
	});
	return end < 0 ? letters : letters.slice(0, end);
};

/**
A text cut or padded to exactly so many columns, with the ellipsis in its middle: of names of one make both ends are
seen.
*/
export const fitMiddle = (text: string, width: number, ascii = false): string => {
	const shown = ascii ? toAscii(text) : text;
	if (textWidth(shown) <= width || width < 3) {
		return fitText(text, width, 'left', ascii);
	}

	const letters = [...graphemes.segment(shown)].map(({segment}) => segment);
	const head = fitting(letters, Math.ceil((width - 1) / 2));
	const tail = fitting(letters.toReversed(), Math.floor((width - 1) / 2)).toReversed();
	return fitText(`${head.join('')}${ascii ? '~' : '…'}${tail.join('')}`, width, 'left', ascii);
};
