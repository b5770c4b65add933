/** Rows of texts, set in columns. */
export const table = (rows: readonly (readonly string[])[]): string => {
	const widths = (rows[0] ?? []).map((_cell, index) =>
		Math.max(...rows.map((row) => row[index]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, index) =>
					index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
				)
				.join('  '),
		)
		.join('\n');
};

export const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
