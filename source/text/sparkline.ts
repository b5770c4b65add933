const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const letters = ['_', '.', ':', '-', '=', '+', '*', '#'];

/**
The last points of a series as one line, the newest at the right end. An unknown point is a space, 0 the lowest mark.

@param full value that the highest mark stands for.
*/
export const sparkline = (points: readonly number[], width: number, full: number, ascii: boolean): string => {
	const marks = ascii ? letters : blocks;
	const shown = points.slice(-width).map((point) => {
		if (!Number.isFinite(point)) {
			return ' ';
		}

		const level = full > 0 ? Math.round((point / full) * (marks.length - 1)) : 0;
		return marks[Math.max(0, Math.min(marks.length - 1, level))] ?? ' ';
	});
	return shown.join('').padStart(width);
};
