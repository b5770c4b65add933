import type {Domain} from '../model/sample.ts';

/** What holds a domain, as of a publication. */
export type BusyUsage = {
	readonly reason: string;
	/** For how long by now. */
	readonly seconds: number;
	/** Monotonic seconds at which it began. */
	readonly since: number;
};

/**
A driver says how long when it reads: where it said nothing new, as a connection that is lost or late, time went on.
@param before and what was made of it.
*/
export const busyUsage = (
	before: Domain['busy'],
	usage: BusyUsage | undefined,
	busy: Domain['busy'],
	now: number,
): BusyUsage | undefined => {
	if (!busy) {
		return undefined;
	}

	const since = usage && before === busy ? usage.since : now - busy.seconds;
	return {reason: busy.reason, seconds: Math.max(0, now - since), since};
};
