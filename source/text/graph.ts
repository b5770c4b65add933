/** The highest of the last points; 0 where none is known. */
export const highest = (points: readonly number[], count: number): number =>
	Math.max(0, ...points.slice(-count).filter(Number.isFinite));

const blocks = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const letters = [' ', '.', ':', '|', '#'];

/**
The last points of a series as `rows` lines of bars, one column for each point, the newest at the right end. An unknown point is
a gap; 0 still has its lowest mark.

@param full value that the top of the highest line stands for.
*/
export const graph = (
	points: readonly number[],
	width: number,
	rows: number,
	full: number,
	ascii: boolean,
): readonly string[] => {
	const marks = ascii ? letters : blocks;
	const steps = marks.length - 1;
	const shown = points.slice(-width);
	const heights = shown.map((point) =>
		Number.isFinite(point)
			? Math.max(1, Math.min(rows * steps, Math.round((full > 0 ? point / full : 0) * rows * steps)))
			: 0,
	);
	return Array.from({length: rows}, (_, row) => {
		const below = (rows - 1 - row) * steps;
		return heights
			.map((height) => marks[Math.max(0, Math.min(steps, height - below))] ?? ' ')
			.join('')
			.padStart(width);
	});
};
