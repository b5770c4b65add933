import type {SubscriptionState} from './subscription-state.ts';

/** Seconds between events until two were counted: the dispatcher's timer (STAT_COLLECTING_TIMEOUT). */
const usual = 1;
/** What is longer is a pause and not an interval, such as that of a suspended laptop. */
const longest = 10;

/**
Seconds between the events of this service: the middle one of the last intervals measured, which neither a pause nor two
events in quick succession can shift.
*/
export const intervalOf = ({intervals}: SubscriptionState): number => {
	const sorted = [...intervals].sort((one, other) => one - other);
	return Math.min(longest, sorted[Math.floor((sorted.length - 1) / 2)] ?? usual);
};
