import {textWidth, toAscii} from '../text/fit-text.ts';
import {type Column, type Row, rawContext} from './column.ts';

/** The texts of a column that tells rows apart, and the room they need. */
export type Content = {
	/** Texts that must not look alike. */
	readonly texts: ReadonlySet<string>;
	/** Width of the widest text so far, terminal columns. */
	readonly widest: number;
	/** Width of the widest mark behind a text so far, terminal columns. */
	readonly mark: number;
};

/** Most terminal columns that the texts of a column can ask for. */
const mostWidth = 256;

const textsOf = (column: Column, row: Row): readonly string[] => {
	if (column.texts) {
		return column.texts(row);
	}

	const text = column.text?.(row, rawContext) ?? column.value(row, rawContext);
	return typeof text === 'string' ? [text] : [];
};

const sameTexts = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => {
	if (one.size !== other.size) {
		return false;
	}

	for (const text of one) {
		if (!other.has(text)) {
			return false;
		}
	}

	return true;
};

/**
The texts of a column and the room they need. The room never shrinks: a domain that comes and goes moves no column twice.

@param before the content at the previous refresh. Undefined: there was no content.
@returns `before` itself if nothing changed.
*/
export const contentOf = (
	column: Column,
	rows: readonly Row[],
	ascii: boolean,
	before: Content | undefined,
): Content => {
	const texts = new Set<string>();
	let mark = before?.mark ?? 0;
	for (const row of rows) {
		for (const text of textsOf(column, row)) {
			texts.add(text);
		}

		mark = Math.max(mark, column.mark?.(row).length ?? 0);
	}

	if (before && before.mark === mark && sameTexts(before.texts, texts)) {
		return before;
	}

	let widest = before?.widest ?? 0;
	for (const text of texts) {
		widest = Math.max(widest, Math.min(mostWidth, textWidth(ascii ? toAscii(text) : text)));
	}

	return {texts, widest, mark};
};
