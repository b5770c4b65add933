import stringWidth from 'string-width';

const isPlain = (text: string): boolean => /^[\u0020-\u007E]*$/.test(text);

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** How many columns of a terminal a text takes; wide characters take two. */
export const textWidth = (text: string): number => (isPlain(text) ? text.length : stringWidth(text));

const truncate = (text: string, width: number, mark: string): string => {
	let kept = '';
	let used = 0;
	for (const {segment} of graphemes.segment(text)) {
		const size = textWidth(segment);
		if (used + size > width - mark.length) {
			break;
		}

		kept += segment;
		used += size;
	}

	return kept + mark;
};

/** A `?` for each character that is not printable ASCII. */
export const toAscii = (text: string): string =>
	isPlain(text) ? text : text.replaceAll(/[^\u0020-\u007E]/gu, '?');

/** Cut or padded to exactly so many columns. A cut text ends in an ellipsis; under `ascii` that is a `~`. */
export const fitText = (text: string, width: number, align: 'left' | 'right', ascii = false): string => {
	const shown = ascii ? toAscii(text) : text;
	const size = textWidth(shown);
	if (width <= 0) {
		return '';
	}

	const cut = size > width ? truncate(shown, width, ascii ? '~' : '…') : shown;
	const padding = ' '.repeat(Math.max(0, width - (cut === shown ? size : textWidth(cut))));
	return align === 'left' ? cut + padding : padding + cut;
};
