import {textWidth} from './fit-text.ts';

/** Short texts one after the other, two spaces apart, in lines of at most so many columns; each stays whole where it fits. */
export const flowText = (parts: readonly string[], width: number): readonly string[] => {
	const lines: string[] = [];
	let line = '';
	for (const part of parts) {
		const longer = line === '' ? part : `${line}  ${part}`;
		if (line !== '' && textWidth(longer) > width) {
			lines.push(line);
			line = part;
		} else {
			line = longer;
		}
	}

	return line === '' ? lines : [...lines, line];
};
