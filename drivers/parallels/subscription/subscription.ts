import type {StatisticsEvent} from '../statistics/block.ts';
import type {SubscriptionState} from './subscription-state.ts';

/** What happens to a subscription. Times are monotonic seconds, given from outside. */
export type SubscriptionInput =
	/** Somebody wants numbers. @param dropCount see `dropCountOf` */
	| {readonly kind: 'request'; readonly at: number; readonly dropCount: number}
	/** The service told something, to whoever subscribed as `epoch`. */
	| {readonly kind: 'event'; readonly epoch: number; readonly event: StatisticsEvent}
	/** The subscription ended by itself: the child ended, or the service fell silent. */
	| {readonly kind: 'ended'; readonly epoch: number; readonly at: number}
	/** Nobody will ask for a while: the terminal was given back to the shell, or domtop ends. */
	| {readonly kind: 'release'; readonly at: number}
	/** Time passed: deadlines and pauses are looked at. To be told at `nextDeadline`. */
	| {readonly kind: 'tick'; readonly at: number};

/** What is to be done. */
export type SubscriptionEffect =
	| {readonly kind: 'subscribe'; readonly epoch: number}
	| {readonly kind: 'unsubscribe'; readonly epoch: number; readonly why: 'unasked' | 'released' | 'no event'};

/** The state that follows, and what is to be done, in this order. */
export type SubscriptionStep = {
	readonly state: SubscriptionState;
	readonly effects: readonly SubscriptionEffect[];
};
