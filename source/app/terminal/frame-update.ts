import {beginUpdate, emptyScreen, endUpdate, screenModes} from './terminal-modes.ts';

const csi = '\u001B[';
const plain = `${csi}m`;

/** The row is erased before it is written: after a row of full width the cursor stays on the last character. */
const rowAt = (index: number, row: string): string => `${csi}${index + 1};1H${plain}${csi}K${row}`;

/**
The text that turns the rows on a terminal into `rows`. Each changed row is at its own place, with nothing left of the
former row, and without a line feed. Empty: nothing changed.

@param shown rows on the terminal. Undefined, or another number of rows: the content is not known, and all rows are
painted again, with the modes of a held screen.
*/
export const frameUpdate = (shown: readonly string[] | undefined, rows: readonly string[]): string => {
	if (shown?.length !== rows.length) {
		const painted = rows.map((row, index) => (row === '' ? '' : rowAt(index, row)));
		return `${beginUpdate}${screenModes}${emptyScreen}${painted.join('')}${plain}${endUpdate}`;
	}

	const changed = rows.map((row, index) => (row === shown[index] ? '' : rowAt(index, row))).join('');
	return changed && `${beginUpdate}${changed}${plain}${endUpdate}`;
};
