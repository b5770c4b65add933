import {textWidth, toAscii} from '../text/fit-text.ts';
import {type Column, type Row, rawContext} from './column.ts';

/** What a column has in it: of a column that tells rows apart. */
export type Content = {
	/** Texts that must not look alike. */
	readonly texts: ReadonlySet<string>;
	/** Terminal columns for the widest there was. */
	readonly widest: number;
	/** How wide the widest mark behind one is. */
	readonly mark: number;
};

/** No column is ever made wider than this for what is in it. */
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
The texts of a column and the room they ask for, which never shrinks: a domain that comes and goes moves nothing twice.

@param before what it had at the refresh before; the same again where nothing changed.
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
