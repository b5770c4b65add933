import {fitText, textWidth} from './fit-text.ts';

/** One word in pieces that fit. */
const pieces = (word: string, width: number): string[] => {
	const parts: string[] = [];
	let part = '';
	for (const letter of word) {
		if (textWidth(part + letter) > width && part !== '') {
			parts.push(part);
			part = '';
		}

		part += letter;
	}

	return [...parts, part];
};

/** A text in lines of at most so many terminal columns, broken between words where that is possible; at least one line. */
export const wrapText = (text: string, width: number): readonly string[] => {
	const room = Math.max(1, width);
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ').flatMap((one) => pieces(one, room))) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (textWidth(longer) <= room) {
			line = longer;
		} else {
			lines.push(line);
			line = word;
		}
	}

	return [...lines, line].map((one) => (textWidth(one) > room ? fitText(one, room, 'left') : one));
};
