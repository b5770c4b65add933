import {median} from './table.ts';

/**
The median of each measure over so many runs, in turn (A B A B), so that all meet the same machine. The first round only warms up.
*/
export const inTurn = async (
	runs: number,
	measures: readonly (() => Promise<number>)[],
): Promise<readonly number[]> => {
	const results = measures.map((): number[] => []);
	for (let run = 0; run <= runs; run++) {
		for (const [index, measure] of measures.entries()) {
			const result = await measure();
			if (run > 0) {
				results[index]?.push(result);
			}
		}
	}

	return results.map(median);
};
