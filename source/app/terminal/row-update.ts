import {type RowCells, rowCells} from './row-cells.ts';
import {plainLook} from './terminal-modes.ts';

const csi = '\u001B[';
const eraseToEnd = `${csi}K`;

/** Cells between two changed stretches up to which writing them again is no longer than a move over them. */
const shortGap = 4;

const lookAt = ({looks, text}: RowCells, column: number): string =>
	column < text.length ? (looks[column] ?? '') : '';

/** Columns from the first on that both rows have as cells of their own. */
const cellsOfBoth = (one: RowCells, other: RowCells): number => {
	const bounds = [one, other].filter(({rest}) => rest !== '').map(({text}) => text.length);
	return Math.min(Math.max(one.text.length, other.text.length), ...bounds);
};

/**
First column and the column behind each stretch of cells that differ. Where only one of the rows has a cell, the two differ: a
space is not the same as nothing when a person copies the row.
*/
const stretchesOf = (shown: RowCells, row: RowCells, end: number): readonly (readonly [number, number])[] => {
	const both = Math.min(shown.text.length, row.text.length);
	const isStyled = shown.looks.length > 0 || row.looks.length > 0;
	const stretches: [number, number][] = [];
	let last: [number, number] | undefined;
	for (let column = 0; column < end; column++) {
		if (
			column < both &&
			shown.text.charCodeAt(column) === row.text.charCodeAt(column) &&
			(!isStyled || lookAt(shown, column) === lookAt(row, column))
		) {
			continue;
		}

		if (last && column - last[1] <= shortGap) {
			last[1] = column + 1;
		} else {
			last = [column, column + 1];
			stretches.push(last);
		}
	}

	return stretches;
};

/** Writes to one row of a terminal, which is plain before and after. */
const createRowText = (index: number) => {
	let text = '';
	let column: number | undefined;
	let look = '';
	const take = (next: string): void => {
		text += next === look ? '' : (look === '' ? '' : plainLook) + next;
		look = next;
	};
	return {
		move(to: number): void {
			if (column !== to) {
				text += column === undefined ? `${csi}${index + 1};${to + 1}H` : `${csi}${to - column}C`;
				column = to;
			}
		},
		write(cells: RowCells, from: number, to: number): void {
			const last = Math.min(to, cells.text.length);
			let next = from;
			while (next < last) {
				const start = next;
				const now = lookAt(cells, start);
				while (next < last && lookAt(cells, next) === now) {
					next++;
				}

				take(now);
				text += cells.text.slice(start, next);
			}

			column = last;
		},
		erase(): void {
			take('');
			text += eraseToEnd;
		},
		writeRest({rest, restLook}: RowCells): void {
			take(restLook);
			text += rest === '' ? '' : rest + plainLook;
			look = rest === '' ? look : '';
		},
		end(): string {
			take('');
			return text;
		},
	};
};

const stretchesText = (index: number, shown: RowCells, row: RowCells, end: number): string => {
	const writer = createRowText(index);
	for (const [from, to] of stretchesOf(shown, row, end)) {
		writer.move(from);
		writer.write(row, from, to);
		if (to > row.text.length) {
			writer.erase();
		}
	}

	if (
		shown.rest !== row.rest ||
		(row.rest !== '' && (shown.text.length !== row.text.length || shown.restLook !== row.restLook))
	) {
		writer.move(end);
		writer.erase();
		writer.write(row, end, row.text.length);
		writer.writeRest(row);
	}

	return writer.end();
};

/** The row is erased before it is written: after a row of full width the cursor stays on the last character. */
export const wholeRow = (index: number, row: string): string =>
	`${csi}${index + 1};1H${plainLook}${eraseToEnd}${row}${plainLook}`;

/**
The text that turns a row of a terminal into another, from a plain terminal to a plain terminal: each stretch that changed, at
its column. Empty: nothing changed.

@param columns of the terminal. A row that is wider stands on it in a way of its own, and is written whole.
*/
export const rowUpdate = (index: number, shown: string, row: string, columns: number): string => {
	if (shown === row) {
		return '';
	}

	const [before, after] = [rowCells(shown), rowCells(row)];
	const end = cellsOfBoth(before, after);
	const fits = Math.max(before.text.length, after.text.length) <= columns;
	const hasRest = before.rest !== '' || after.rest !== '';
	if (!fits || (hasRest && end >= columns)) {
		return wholeRow(index, row);
	}

	return stretchesText(index, before, after, end);
};
