import type {Domain} from '../model/sample.ts';

/** What holds a domain, as of a publication. */
export type BusyUsage = {
	readonly reason: string;
	/** Seconds for which the reason has held the domain by now. */
	readonly seconds: number;
	/** Monotonic seconds at which it began. */
	readonly since: number;
};

/**
The driver says for how long when it reads. Where it said nothing new, as on a connection that is lost or late, time went on.
@param before what the driver said before.
@param usage what was made of `before`.
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
