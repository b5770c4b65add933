/**
Converts the monotonic times of another process to our clock. Both clocks run alike, from different zeros. A line is never
read before it was written, and often right after it: the shortest time between both is taken for no time at all. So a
loaded dom0 may delay an answer for any time, and rates keep to the moment at which the numbers were true.
*/
export type ChildTime = {
	/** Learns when a line was written, in seconds of the child's clock, and when it was read, in seconds of ours. */
	readonly learn: (sent: number, receivedAt: number) => void;
	/** Converts a second of the child's clock to ours; never falls, whatever is learned. Undefined: nothing was learned yet. */
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
