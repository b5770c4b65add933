import {middleForm} from './cut-forms.ts';
import {fitText, textWidth, toAscii} from './fit-text.ts';
import {lettersOf} from './letters.ts';

/**
A text cut or padded to exactly so many columns, with the ellipsis in its middle: of names of one make both ends are
seen.
*/
export const fitMiddle = (text: string, width: number, ascii = false): string => {
	const shown = ascii ? toAscii(text) : text;
	const isWhole = width < 3 || textWidth(shown) <= width;
	const cut = isWhole
		? shown
		: middleForm(lettersOf(shown), {width, cut: 'middle', ellipsis: ascii ? '~' : '…'});
	return fitText(cut, width, 'left', ascii);
};
