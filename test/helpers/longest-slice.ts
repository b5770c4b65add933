import {readFileSync} from 'node:fs';
import {performance} from 'node:perf_hooks';

/**
Milliseconds that this thread waited for a processor since it began (run_delay; Documentation/scheduler/sched-stats.rst).
0 where the kernel does not count it.
*/
const waited = (): number => {
	try {
		return (Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) || 0) / 1e6;
	} catch {
		return 0;
	}
};

/** A clock that stands still while a busy machine gives this thread no processor, milliseconds. */
const ownTime = (): number => {
	// A wait between both readings would count in one alone.
	for (;;) {
		const before = waited();
		const now = performance.now();
		if (waited() === before) {
			return now - before;
		}
	}
};

/** Milliseconds of work in the longest slice in which no other code could run, while `run` ran. */
const sliceOf = async (run: () => unknown): Promise<number> => {
	let longest = 0;
	let last = ownTime();
	let isOver = false;
	const measure = (): void => {
		const now = ownTime();
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
	last = ownTime();
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
