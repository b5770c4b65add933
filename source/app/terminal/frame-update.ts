import {beginUpdate, emptyScreen, endUpdate, screenModes} from './terminal-modes.ts';

const csi = '\u001B[';
const plain = `${csi}m`;

/** The row is erased first: where it fills the width, the cursor stays on its last character. */
const rowAt = (index: number, row: string): string => `${csi}${index + 1};1H${plain}${csi}K${row}`;

/**
What turns the rows on a terminal into others: each changed row at its own place, with nothing left of the former one,
and no line feed. Empty where nothing changed.

@param shown rows on the terminal; undefined, or another number of rows: what is there is not known, and all is painted
anew, with the modes of a held screen.
*/
export const frameUpdate = (shown: readonly string[] | undefined, rows: readonly string[]): string => {
	if (shown?.length !== rows.length) {
		const painted = rows.map((row, index) => (row === '' ? '' : rowAt(index, row)));
		return `${beginUpdate}${screenModes}${emptyScreen}${painted.join('')}${plain}${endUpdate}`;
	}

	const changed = rows.map((row, index) => (row === shown[index] ? '' : rowAt(index, row))).join('');
	return changed && `${beginUpdate}${changed}${plain}${endUpdate}`;
};
