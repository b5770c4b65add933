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

/** Beyond it work has grown by more than what was to be held, and is no noise of a busy machine. */
export const sliceLimit = 3;

const fewest = 7;
const most = 60;

/**
By how much the longest slice of the loop grows with hostile input: both are run in turn and of each the least counts, so
that a busy machine troubles neither. They are run until it is within `times` the limit, far beyond it, or too often for chance.
*/
export const sliceRatio = async (
	honest: () => unknown,
	hostile: () => unknown,
	times = 1,
): Promise<number> => {
	let [least, worst] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
	for (let round = 0; round < most; round += 1) {
		least = Math.min(least, await sliceOf(honest));
		worst = Math.min(worst, await sliceOf(hostile));
		const growth = worst / least / times;
		if (round >= fewest && (growth < sliceLimit || growth > 2 * sliceLimit)) {
			break;
		}
	}

	return worst / least / times;
};
