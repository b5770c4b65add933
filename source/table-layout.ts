import {type CellContext, type Column, knownValue, type Row} from './columns/column.ts';
import {fitMiddle} from './fit-middle.ts';
import {fitText} from './fit-text.ts';
import {formatValue, unknownText} from './format.ts';

/** A column with the room it got. */
export type Placed = {readonly column: Column; readonly width: number};

/** What decides which columns stand in the table. */
export type Choice = {
	/** Keys in their order, as chosen; absent: those with a priority. */
	readonly chosen?: readonly string[] | undefined;
	/** Requests and packets in place of bytes. */
	readonly requests: boolean;
};

const chosenColumns = (all: readonly Column[], {chosen, requests}: Choice): readonly Column[] => {
	const find = (key: string): Column | undefined => all.find((column) => column.key === key);
	if (chosen) {
		return chosen.map(find).filter((column) => column !== undefined);
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

const widthOf = (columns: readonly Column[]): number =>
	columns.reduce((sum, {width}) => sum + width, Math.max(0, columns.length - 1));

/** Columns of one priority step aside together, the least important first. */
const fitting = (columns: readonly Column[], width: number): readonly Column[] => {
	let kept: readonly Column[] = columns;
	while (widthOf(kept) > width && kept.length > 1) {
		const last = Math.max(...kept.map(({priority}) => priority ?? 50));
		const fewer = kept.filter(({priority}) => (priority ?? 50) !== last);
		kept = fewer.length === 0 ? kept.slice(0, -1) : fewer;
	}

	return kept;
};

/** The columns that fit into so many terminal columns; what is left over goes to those that can use it, from the left. */
export const placeColumns = (all: readonly Column[], choice: Choice, width: number): readonly Placed[] => {
	const kept = fitting(chosenColumns(all, choice), width);
	let left = Math.max(0, width - widthOf(kept));
	return kept.map((column) => {
		const more = Math.min(left, Math.max(0, (column.most ?? column.width) - column.width));
		left -= more;
		return {column, width: Math.min(column.width + more, width)};
	});
};

const alignOf = ({kind}: Column): 'left' | 'right' => (kind === 'text' ? 'left' : 'right');

/** What one cell says, without padding. @param width the room there is, where a number may take a unit to fit. */
export const cellText = (
	column: Column,
	row: Row,
	context: CellContext,
	ascii: boolean,
	width?: number,
): string => {
	const text = column.text?.(row, context);
	if (text !== undefined) {
		return text;
	}

	const value = knownValue(column, row, context);
	if (value === undefined) {
		return unknownText(ascii);
	}

	return typeof value === 'number' ? formatValue(column.kind, value, width) : value;
};

const cell = ({column, width}: Placed, row: Row, context: CellContext, ascii: boolean): string => {
	const whole = cellText(column, row, context, ascii, width);
	const text = column.cut === 'middle' ? fitMiddle(whole, width, ascii).trimEnd() : whole;
	const mark = column.mark?.(row) ?? '';
	const marked = mark === '' ? text : fitText(text, width - mark.length, 'left', ascii).trimEnd() + mark;
	return fitText(marked, width, alignOf(column), ascii);
};

/** One line of the table, exactly as wide as its columns and the gaps between them. */
export const tableLine = (
	placed: readonly Placed[],
	row: Row,
	context: CellContext,
	ascii: boolean,
): string => placed.map((one) => cell(one, row, context, ascii)).join(' ');

/** Points the way the values go: numbers fall and texts rise, unless reversed. */
const markOf = ({kind}: Column, reverse: boolean, ascii: boolean): string => {
	const falls = (kind === 'text') === reverse;
	return falls ? (ascii ? '*' : '▾') : ascii ? '^' : '▴';
};

/** The headers over it, the sorted one with a mark; where there is no room for both, the header is cut. */
export const headerLine = (
	placed: readonly Placed[],
	sort: string,
	reverse: boolean,
	ascii: boolean,
): string =>
	placed
		.map(({column, width}, index) => {
			const gap = index === 0 ? 0 : 1;
			const mark = column.key === sort ? markOf(column, reverse, ascii) : '';
			const cut = (room: number): string =>
				fitText(column.header, Math.min(room, column.header.length), 'left', ascii);
			// The mark of a number may stand in the gap before its column.
			return alignOf(column) === 'left'
				? ' '.repeat(gap) + fitText(cut(width - mark.length) + mark, width, 'left', ascii)
				: fitText(mark + cut(Math.min(width, width + gap - mark.length)), width + gap, 'right', ascii);
		})
		.join('');
