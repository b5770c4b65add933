/** The last points of several series that are read together; NaN is unknown. */
export type Ring = {
	readonly push: (values: readonly (number | undefined)[]) => void;
	/** Points of one series, the oldest first. */
	readonly points: (series: number) => readonly number[];
	/** Points kept. */
	readonly size: () => number;
};

export const createRing = (series: number, length: number): Ring => {
	const kept = Array.from({length: series}, () => new Float32Array(length));
	let pushed = 0;
	const size = (): number => Math.min(pushed, length);
	return {
		push(values) {
			for (const [index, ring] of kept.entries()) {
				ring[pushed % length] = values[index] ?? Number.NaN;
			}

			pushed++;
		},
		points: (index) =>
			Array.from(
				{length: size()},
				(_, place) => kept[index]?.[(pushed - size() + place) % length] ?? Number.NaN,
			),
		size,
	};
};
