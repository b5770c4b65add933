/** The highest of the last points; 0 where none is known. */
export const highest = (points: readonly number[], count: number): number =>
	Math.max(0, ...points.slice(-count).filter(Number.isFinite));
