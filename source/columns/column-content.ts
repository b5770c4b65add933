import {identityOf} from '../model/numbers-view.ts';
import {textWidth, toAscii} from '../text/fit-text.ts';
import {type Column, type Row, rawContext} from './column.ts';
import {rowsAt} from './rows-at.ts';

/** The texts of a column that tells rows apart, and the room they need. */
export type Content = {
	/** Texts that must not look alike; the same set as long as the texts are the same. */
	readonly texts: ReadonlySet<string>;
	/** Width of the widest text so far, terminal columns. */
	readonly widest: number;
	/** Width of the widest mark behind a text so far, terminal columns. */
	readonly mark: number;
	/** What the texts are made of, row by row: as long as all of it is the same, so are the texts. */
	readonly origins: readonly Origin[];
	/** Places of the rows that may have a mark, whatever their numbers are. Undefined: all rows may. */
	readonly markable: readonly number[] | undefined;
};

/** The text of a row, or what is said of its domain. Undefined: the row has no text. */
type Origin = string | object | undefined;

/** Most terminal columns that the texts of a column can ask for. */
const mostWidth = 256;

const originOf = (column: Column, row: Row): Origin => {
	if (column.texts) {
		return identityOf(row.usage.domain);
	}

	const text = column.text?.(row, rawContext) ?? column.value(row, rawContext);
	return typeof text === 'string' ? text : undefined;
};

const textsOf = (column: Column, rows: readonly Row[], origins: readonly Origin[]): ReadonlySet<string> => {
	if (!column.texts) {
		return new Set(origins.filter((origin) => typeof origin === 'string'));
	}

	const texts = new Set<string>();
	for (const row of rows) {
		for (const text of column.texts(row)) {
			texts.add(text);
		}
	}

	return texts;
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

const isSame = (one: readonly Origin[], other: readonly Origin[]): boolean =>
	one.length === other.length && one.every((origin, place) => origin === other[place]);

const markableOf = ({mayMark}: Column, rows: readonly Row[]): readonly number[] | undefined =>
	mayMark &&
	rows
		.map((_, place) => place)
		.filter((place) => {
			const row = rows[place];
			return row && mayMark(row);
		});

const widestMark = (
	{mark}: Column,
	rows: readonly Row[],
	markable: readonly number[] | undefined,
	least: number,
): number => {
	if (!mark) {
		return least;
	}

	const marked = markable ? rowsAt(rows, markable) : rows;
	return marked.reduce((most, row) => Math.max(most, mark(row).length), least);
};

/**
The texts of a column and the room they need. The room never shrinks: a domain that comes and goes moves no column twice. Texts
are only gathered where something else is said of a row.

@param before the content at the previous refresh. Undefined: there was no content.
*/
export const contentOf = (
	column: Column,
	rows: readonly Row[],
	ascii: boolean,
	before: Content | undefined,
): Content => {
	const origins = rows.map((row) => originOf(column, row));
	const {mark = 0} = before ?? {};
	if (before && isSame(before.origins, origins)) {
		return {...before, mark: widestMark(column, rows, before.markable, mark)};
	}

	const markable = markableOf(column, rows);
	const made = textsOf(column, rows, origins);
	const texts = before && sameTexts(before.texts, made) ? before.texts : made;
	let widest = before?.widest ?? 0;
	if (texts !== before?.texts) {
		for (const text of texts) {
			widest = Math.max(widest, Math.min(mostWidth, textWidth(ascii ? toAscii(text) : text)));
		}
	}

	return {texts, widest, mark: widestMark(column, rows, markable, mark), origins, markable};
};
