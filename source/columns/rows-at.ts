import type {Row} from './column.ts';

/** The rows at these places, in the order of the places. */
export const rowsAt = (rows: readonly Row[], places: readonly number[]): readonly Row[] => {
	const found: Row[] = [];
	for (const place of places) {
		const row = rows[place];
		if (row) {
			found.push(row);
		}
	}

	return found;
};
