import type {SubscriptionState} from './subscription-state.ts';

/** Seconds assumed between events until two were counted: the dispatcher's timer (STAT_COLLECTING_TIMEOUT). */
const usual = 1;
/** Seconds. A longer time is a pause and not an interval, such as that of a suspended laptop. */
const longest = 10;

/**
Seconds between the events of this service: the median of the last measured intervals, which neither a pause nor two
events in quick succession can shift.
*/
export const intervalOf = ({intervals}: SubscriptionState): number => {
	const sorted = [...intervals].sort((one, other) => one - other);
	return Math.min(longest, sorted[Math.floor((sorted.length - 1) / 2)] ?? usual);
};

/** libvirt's PARALLELS_STATISTICS_DROP_COUNT. */
const least = 3;

/**
How many successive events without a request a subscription survives: the next event, *more than* the drop count, ends it.
Between two requests that are `delay` apart come at most ⌈delay ÷ interval⌉ events. With libvirt's 3, a screen whose delay
is longer than three intervals would unsubscribe and subscribe at every refresh. Twice as many events leave room for one
refresh that is late or left out, and for events at uneven intervals: their median is at most twice their mean.
@param delay seconds between two requests.
@param interval seconds between two events, see `intervalOf`.
*/
export const dropCountOf = (delay: number, interval: number): number => {
	const events = Math.ceil((2 * delay) / interval);
	return Number.isFinite(events) ? Math.max(least, events) : least;
};
