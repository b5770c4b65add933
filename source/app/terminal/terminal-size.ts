import type {Size} from '../../scene/layout.ts';

/** More than any screen has: a frame of a terminal that claims more would fill the memory. */
const largest: Size = {columns: 1000, rows: 400};

/** The size that a terminal reports; 80 × 24 where it reports none. */
export const terminalSize = ({columns, rows}: Partial<Size>): Size => ({
	columns: Math.min(columns || 80, largest.columns),
	rows: Math.min(rows || 24, largest.rows),
});
