import type {Column, Row} from './column.ts';
import {type Content, contentOf} from './column-content.ts';
import {uniqueCuts} from './unique-cuts.ts';

/** A column with the width it got. */
export type Placed = {
	readonly column: Column;
	/** Terminal columns. */
	readonly width: number;
	/** Texts of the column and the room they need. Undefined: the column tells no rows apart. */
	readonly content?: Content;
	/** The shown form of each text that is not shown as it is. Undefined: the column tells no rows apart. */
	readonly cuts?: ReadonlyMap<string, string>;
	/** Whether any cell of the column said something, at this refresh or before. Undefined: the column has no blank cells. */
	readonly hadText?: boolean;
};

/** What decides which columns stand in the table. */
export type Choice = {
	/** Keys of the chosen columns, in their order. Undefined: the columns with a priority. */
	readonly chosen?: readonly string[] | undefined;
	/** Whether requests and packets are shown in place of bytes. */
	readonly requests: boolean;
};

/** What stands in the table. */
export type Filling = {
	/** All rows, also rows that a filter hides: what a person types into the filter moves no column. */
	readonly rows: readonly Row[];
	/** Whether only ASCII is written. */
	readonly ascii: boolean;
	/** The same page at the previous refresh: a column that said something keeps its place. Undefined: no page is known. */
	readonly before?: {readonly rows: readonly Row[]; readonly placed: readonly Placed[]} | undefined;
};

/**
Rank of a chosen column that is not shown by itself: only what names a row is more important. Of several the last chosen
steps aside first, and alone.
*/
const askedForRank = (place: number): number => 2 - 1 / (place + 2);

const chosenColumns = (all: readonly Column[], {chosen, requests}: Choice): readonly Column[] => {
	const find = (key: string): Column | undefined => all.find((column) => column.key === key);
	if (chosen) {
		// A column that is shown only where a person asks for it was asked for: the columns of every page step aside for it.
		return chosen
			.map(find)
			.filter((column) => column !== undefined)
			.map((column, place) => ({...column, priority: column.priority ?? askedForRank(place)}));
	}

	const shown = all.filter(({priority}) => priority !== undefined);
	if (!requests) {
		return shown;
	}

	const counterpart = (column: Column): Column =>
		all.find(({key}) => key === column.requests) ??
		all.find((other) => other.requests === column.key) ??
		column;
	return shown.map((column) => ({...counterpart(column), priority: column.priority ?? 1}));
};

const rankOf = ({priority}: Column): number => priority ?? 50;

const widthOf = (widths: readonly number[]): number =>
	widths.reduce((sum, width) => sum + width, Math.max(0, widths.length - 1));

/** Columns of one priority step aside together, the least important first. */
const fitting = (columns: readonly Column[], width: number): readonly Column[] => {
	let kept: readonly Column[] = columns;
	while (widthOf(kept.map((column) => column.width)) > width && kept.length > 1) {
		const last = Math.max(...kept.map(rankOf));
		const fewer = kept.filter((column) => rankOf(column) !== last);
		kept = fewer.length === 0 ? kept.slice(0, -1) : fewer;
	}

	return kept;
};

const placedAs = ({before}: Filling, column: Column): Placed | undefined =>
	before?.placed.find((one) => one.column.key === column.key);

const filled = (column: Column, filling: Filling): Placed => {
	const {rows, ascii, before} = filling;
	const last = placedAs(filling, column);
	const content = (): Content =>
		last?.content && before?.rows === rows ? last.content : contentOf(column, rows, ascii, last?.content);
	const isSaid = (): boolean => last?.hadText === true || rows.some((row) => column.isBlank?.(row) === false);
	return {
		column,
		width: column.width,
		...(column.cut ? {content: content()} : {}),
		...(column.isBlank ? {hadText: isSaid()} : {}),
	};
};

/** Most terminal columns that a column asks for on a screen, so that one long name moves no numbers far from the others. */
const mostWanted = 40;

/** Terminal columns that show the texts of a column whole, up to a limit. */
const wanted = ({column, width, content}: Placed, limit = Math.max(mostWanted, column.most ?? 0)): number =>
	content ? Math.max(width, Math.min(limit, content.widest + content.mark)) : width;

/** While names are cut, columns that say nothing step aside, the least important first. */
const withoutBlank = (columns: readonly Placed[], width: number): readonly Placed[] => {
	let kept = columns;
	const blank = columns.filter(({hadText}) => hadText === false);
	for (const next of blank.toSorted((one, other) => rankOf(other.column) - rankOf(one.column))) {
		if (widthOf(kept.map((one) => wanted(one))) > width) {
			kept = kept.filter((one) => one !== next);
		}
	}

	return kept;
};

/** Gives columns the width they want. If the room is too small for all, each column gets the same extra width. */
const share = (
	columns: readonly Placed[],
	isMeant: (column: Column) => boolean,
	width: number,
): readonly Placed[] => {
	const widths = columns.map((one) => one.width);
	let left = width - widthOf(widths);
	let hungry = columns.map((_, index) => index);
	while (left > 0 && hungry.length > 0) {
		hungry = hungry.filter((index) => {
			const one = columns[index];
			return one && isMeant(one.column) && wanted(one) > (widths[index] ?? 0);
		});
		for (const index of hungry.slice(0, left)) {
			widths[index] = (widths[index] ?? 0) + 1;
			left--;
		}
	}

	return columns.map((one, index) => ({...one, width: widths[index] ?? one.width}));
};

/** Columns that name a row get their width before all other columns. */
const withWanted = (columns: readonly Placed[], width: number): readonly Placed[] =>
	Number.isFinite(width)
		? share(
				share(columns, (column) => rankOf(column) === 1, width),
				() => true,
				width,
			)
		: columns.map((one) => ({...one, width: wanted(one, Number.POSITIVE_INFINITY)}));

const withCuts = (placed: Placed, ascii: boolean, before: Placed | undefined): Placed => {
	const {column, width, content} = placed;
	if (!column.cut || !content) {
		return placed;
	}

	const isSame =
		before?.content?.texts === content.texts &&
		before.content.mark === content.mark &&
		before.width === width;
	return {
		...placed,
		cuts:
			isSame && before.cuts
				? before.cuts
				: uniqueCuts(content.texts, width - content.mark, column.cut, ascii),
	};
};

/**
The columns that fit into a width. Room that is left over goes first to columns that tell rows apart, as far as their texts
are cut. The rest goes to all columns that can use it, from the left.

@param width terminal columns.
@param filling undefined: nothing is known of what stands in the columns.
*/
export const placeColumns = (
	all: readonly Column[],
	choice: Choice,
	width: number,
	filling: Filling = {rows: [], ascii: false},
): readonly Placed[] => {
	const kept = fitting(chosenColumns(all, choice), width).map((column) => filled(column, filling));
	const columns = withWanted(choice.chosen ? kept : withoutBlank(kept, width), width);
	let left = Math.max(0, width - widthOf(columns.map((one) => one.width)));
	return columns.map((placed) => {
		const more = Math.min(left, Math.max(0, (placed.column.most ?? 0) - placed.width));
		left -= more;
		const fitted = {...placed, width: Math.min(placed.width + more, width)};
		return withCuts(fitted, filling.ascii, placedAs(filling, placed.column));
	});
};
