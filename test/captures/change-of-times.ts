import type {Difference} from './differences.ts';

/** Fields of a sample that are times, or that are reckoned for a time between two readings. */
const timed = /\/(?:at|cpuAt|datedFrom|statsAge|statsAgeAtLeast|cpuSeconds|waitSeconds|seconds)$/;

/** Seconds that a time may move within its refresh. */
const mostSeconds = 0.25;

/**
Whether a difference is what a change of the questions of a refresh brings: counters were asked for sooner or later, so
their times, and the rates in reports, moved a little. No counter may differ.
*/
export const isChangeOfTimes = ({place, stored, now}: Difference): boolean => {
	if (typeof stored !== 'number' || typeof now !== 'number') {
		return false;
	}

	return /^\/\d+\/report\//.test(place) || (timed.test(place) && Math.abs(now - stored) <= mostSeconds);
};
