import {fitText} from '../text/fit-text.ts';
import {formatValue, unknownText} from '../text/format.ts';
import {type CellContext, type Column, knownValue, type Row} from './column.ts';
import type {Placed} from './place-columns.ts';

const alignOf = ({kind}: Column): 'left' | 'right' => (kind === 'text' ? 'left' : 'right');

/**
The text of one cell, without padding.
@param width terminal columns; a whole number that is too long takes a unit to fit. Undefined: any length fits.
*/
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

const cell = ({column, width, cuts}: Placed, row: Row, context: CellContext, ascii: boolean): string => {
	const whole = cellText(column, row, context, ascii, width);
	const mark = column.mark?.(row) ?? '';
	const text = cuts?.get(whole) ?? whole;
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

/** The mark of the sorted column. It points the way that the values go: numbers fall and texts rise, unless reversed. */
const markOf = ({kind}: Column, reverse: boolean, ascii: boolean): string => {
	const falls = (kind === 'text') === reverse;
	return falls ? (ascii ? '*' : '▾') : ascii ? '^' : '▴';
};

/** The headers over the table. The sorted column has a mark; if header and mark have no room, the header is cut. */
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
			// The mark of a column of numbers may stand in the gap before the column.
			return alignOf(column) === 'left'
				? ' '.repeat(gap) + fitText(cut(width - mark.length) + mark, width, 'left', ascii)
				: fitText(mark + cut(Math.min(width, width + gap - mark.length)), width + gap, 'right', ascii);
		})
		.join('');
