import {fitText, letterWidth, textWidth} from './fit-text.ts';
import {lettersOf} from './letters.ts';

/** One word in pieces that fit. */
const pieces = (word: string, width: number): string[] => {
	if (2 * word.length <= width) {
		return [word];
	}

	const parts: string[] = [];
	let part = '';
	let used = 0;
	for (const letter of lettersOf(word)) {
		const size = letterWidth(letter);
		if (used + size > width && part !== '') {
			parts.push(part);
			part = '';
			used = 0;
		}

		part += letter;
		used += size;
	}

	return [...parts, part];
};

/** A text in lines of at most `width` terminal columns, broken between words where that is possible. At least one line. */
export const wrapText = (text: string, width: number): readonly string[] => {
	const room = Math.max(1, width);
	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const word of text.split(' ').flatMap((one) => pieces(one, room))) {
		const size = textWidth(word);
		if (line === '' || used + 1 + size <= room) {
			used += line === '' ? size : 1 + size;
			line = line === '' ? word : `${line} ${word}`;
		} else {
			lines.push(line);
			line = word;
			used = size;
		}
	}

	return [...lines, line].map((one) => (textWidth(one) > room ? fitText(one, room, 'left') : one));
};
