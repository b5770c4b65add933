import {rowUpdate, wholeRow} from './row-update.ts';
import {beginUpdate, emptyScreen, endUpdate, plainLook, screenModes} from './terminal-modes.ts';

/** The rows of a terminal, and its width. */
export type Frame = {readonly rows: readonly string[]; readonly columns: number};

/**
The text that turns the rows on a terminal into those of a frame. What changed is at its own place, with nothing left of what
stood there, and without a line feed. Empty: nothing changed.

@param shown what is on the terminal. Undefined, or of another size: the content is not known, and all rows are painted
again, with the modes of a held screen.
*/
export const frameUpdate = (shown: Frame | undefined, {rows, columns}: Frame): string => {
	if (shown?.rows.length !== rows.length || shown.columns !== columns) {
		const painted = rows.map((row, index) => (row === '' ? '' : wholeRow(index, row)));
		return `${beginUpdate}${screenModes}${emptyScreen}${painted.join('')}${endUpdate}`;
	}

	const changed = rows.map((row, index) => rowUpdate(index, shown.rows[index] ?? '', row, columns)).join('');
	return changed && `${beginUpdate}${plainLook}${changed}${endUpdate}`;
};
