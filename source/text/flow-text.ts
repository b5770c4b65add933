import {textWidth} from './fit-text.ts';

/** Short texts one after the other, two spaces apart, in lines of at most `width` columns. A text is never broken. */
export const flowText = (parts: readonly string[], width: number): readonly string[] => {
	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const part of parts) {
		const size = textWidth(part);
		if (line === '') {
			line = part;
			used = size;
		} else if (used + 2 + size > width) {
			lines.push(line);
			line = part;
			used = size;
		} else {
			line = `${line}  ${part}`;
			used += 2 + size;
		}
	}

	return line === '' ? lines : [...lines, line];
};
