/**
What the monotonic times of another process are on our clock. Both clocks run alike, from different zeros. A line is
never read before it was written, and often right after it: the shortest time between is taken for no time at all. So
that it does not matter how long a loaded dom0 lets an answer lie, and rates keep to when the numbers were true.
*/
export type ChildTime = {
	/** Takes that what was written then was read now, each on its own clock, seconds. */
	readonly learn: (sent: number, receivedAt: number) => void;
	/** Our second of one of its seconds; never falls, whatever is learned. Absent: nothing was learned yet. */
	readonly ours: (seconds: number) => number | undefined;
};

export const createChildTime = (): ChildTime => {
	let ahead: number | undefined;
	let last = Number.NEGATIVE_INFINITY;
	return {
		learn: (sent, receivedAt) => {
			ahead = Math.min(ahead ?? Number.POSITIVE_INFINITY, receivedAt - sent);
		},
		ours: (seconds) => {
			if (ahead === undefined) {
				return undefined;
			}

			last = Math.max(last, seconds + ahead);
			return last;
		},
	};
};
