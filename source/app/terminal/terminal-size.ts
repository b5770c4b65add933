import type {Size} from '../../scene/layout.ts';

/** More than any screen has: a terminal that claims more would have a frame fill the memory. */
const largest: Size = {columns: 1000, rows: 400};

/** What a terminal says of its size; 80 × 24 where it says nothing. */
export const terminalSize = ({columns, rows}: Partial<Size>): Size => ({
	columns: Math.min(columns || 80, largest.columns),
	rows: Math.min(rows || 24, largest.rows),
});
