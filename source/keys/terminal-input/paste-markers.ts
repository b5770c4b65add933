/** Finds the two marks of bracketed paste in a stream of code points. */
export type PasteMarkers = {
	readonly take: (codePoint: number) => void;
	/** Was the last code point an escape? It may be the key, or the start of a mark. */
	readonly isAtEscape: () => boolean;
	/** Gives the beginning of a mark as text, since the rest of the mark did not come. */
	readonly flush: () => void;
	readonly reset: () => void;
};

const begins = 0x30;
const ends = 0x31;
/** CSI 2 0 0 ~ begins a paste and CSI 2 0 1 ~ ends it; undefined stands at the place that differs. */
const mark = [0x1b, 0x5b, 0x32, 0x30, undefined, 0x7e] as const;
/** CSI as one C1 control. */
const controlSequence = 0x9b;

/**
@param giveText is given each code point that is part of no mark.
@param giveMark is told of each mark, and whether the mark ends a paste.
*/
export const createPasteMarkers = (
	giveText: (codePoint: number) => void,
	giveMark: (isEnd: boolean) => void,
): PasteMarkers => {
	let matched = 0;
	let kind = begins;

	const fits = (codePoint: number): boolean =>
		mark[matched] === undefined ? codePoint === begins || codePoint === ends : mark[matched] === codePoint;

	const flush = (): void => {
		const count = matched;
		matched = 0;
		for (const codePoint of mark.slice(0, count)) {
			giveText(codePoint ?? kind);
		}
	};

	return {
		take(codePoint) {
			if (!fits(codePoint)) {
				flush();
				if (codePoint === mark[0] || codePoint === controlSequence) {
					matched = codePoint === controlSequence ? 2 : 1;
				} else {
					giveText(codePoint);
				}

				return;
			}

			kind = mark[matched] === undefined ? codePoint : kind;
			matched++;
			if (matched === mark.length) {
				matched = 0;
				giveMark(kind === ends);
			}
		},
		isAtEscape: () => matched === 1,
		flush,
		reset() {
			matched = 0;
		},
	};
};
