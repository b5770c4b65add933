import {performance} from 'node:perf_hooks';

/** Milliseconds of the longest time in which nothing else could run, while this ran. */
const sliceOf = async (run: () => unknown): Promise<number> => {
	let longest = 0;
	let last = performance.now();
	let isOver = false;
	const look = (): void => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
	};

	const tick = (): void => {
		look();
		if (!isOver) {
			setImmediate(tick);
		}
	};

	setImmediate(tick);
	await new Promise((resolve) => setImmediate(resolve));
	last = performance.now();
	await run();
	look();
	isOver = true;
	return longest;
};

/**
By how much the longest slice of the loop grows with hostile input: both are run in turn, several times, and of each the
least counts, so that a busy machine troubles neither.
*/
export const sliceRatio = async (
	honest: () => unknown,
	hostile: () => unknown,
	rounds = 7,
): Promise<number> => {
	let [least, most] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let round = 0; round < rounds; round += 1) {
		least = Math.min(least, await sliceOf(honest));
		most = Math.min(most, await sliceOf(hostile));
	}

	return most / least;
};
