import {fitText, textWidth} from '../text/fit-text.ts';
import {asciiText} from '../text/terminal-style.ts';

/** A piece of a line: the higher its rank, the sooner it is left out. */
export type Part = {
	readonly text: string;
	readonly rank: number;
	/** `mark` must not be overlooked, `bad` tells of trouble. Undefined: plain. */
	readonly style?: 'bold' | 'mark' | 'bad' | 'dim';
};

const gap = 2;

const widthOf = (parts: readonly Part[]): number =>
	parts.reduce((sum, {text}) => sum + textWidth(text) + gap, -gap);

const worst = (parts: readonly Part[]): number => Math.max(...parts.map(({rank}) => rank));

/**
Packs the pieces of a line to a width: some from the left, some from the right, the least important left out. The space
between two pieces is a piece of its own.
*/
export const packParts = (
	left: readonly Part[],
	right: readonly Part[],
	width: number,
	ascii = false,
): readonly Part[] => {
	// Before widths are counted: in ASCII a letter may be wider or narrower.
	const spelled = (parts: readonly Part[]): readonly Part[] =>
		ascii ? parts.map((part) => ({...part, text: asciiText(part.text)})) : parts;
	let kept = [spelled(left), spelled(right)] as const;
	while (widthOf(kept.flat()) > width && kept.flat().length > 1) {
		const last = worst(kept.flat());
		kept = [kept[0].filter(({rank}) => rank !== last), kept[1].filter(({rank}) => rank !== last)];
	}

	const [start, end] = kept;
	const all = [...start, ...end];
	if (all.length === 1) {
		return all.map((part) => ({...part, text: fitText(part.text, width, 'left', ascii)}));
	}

	const middle = width - widthOf(all) + gap;
	return all.flatMap((part, index) => {
		const space = index === 0 ? 0 : index === start.length ? middle : gap;
		return space === 0 ? [part] : [{text: ' '.repeat(space), rank: 0}, part];
	});
};
