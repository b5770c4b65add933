import {performance} from 'node:perf_hooks';

/** Milliseconds of the longest time in which no other code could run, while `run` ran. */
const sliceOf = async (run: () => unknown): Promise<number> => {
	let longest = 0;
	let last = performance.now();
	let isOver = false;
	const measure = (): void => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
	};

	const tick = (): void => {
		measure();
		if (!isOver) {
			setImmediate(tick);
		}
	};

	setImmediate(tick);
	await new Promise((resolve) => setImmediate(resolve));
	last = performance.now();
	await run();
	measure();
	isOver = true;
	return longest;
};

/** A ratio beyond this limit means that the work has grown too much: it is no noise of a busy machine. */
export const sliceLimit = 3;

const fewest = 7;
const most = 60;

/**
The factor by which the longest slice of the loop grows with hostile input. Both inputs run in turn, and the least slice of
each counts, so that a busy machine troubles neither. They run until the factor is within `times` the limit or far beyond
it, or until they have run too often for chance.
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
