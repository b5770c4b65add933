import type {StatisticsEvent} from '../statistics/block.ts';
import type {SubscriptionState} from './subscription-state.ts';

/** What happens to a subscription. Times are monotonic seconds, given from outside. */
export type SubscriptionInput =
	/** Numbers are wanted. @param dropCount see `dropCountOf` */
	| {readonly kind: 'request'; readonly at: number; readonly dropCount: number}
	/** The service sent an event to the subscription of this epoch. */
	| {readonly kind: 'event'; readonly epoch: number; readonly event: StatisticsEvent}
	/** The subscription ended by itself: the child ended, or the service fell silent. */
	| {readonly kind: 'ended'; readonly epoch: number; readonly at: number}
	/** No request will come for a while: the terminal was given back to the shell, or domtop ends. */
	| {readonly kind: 'release'; readonly at: number}
	/** Time passed: checks the ends of waits and rests. Due at `nextDeadline`. */
	| {readonly kind: 'tick'; readonly at: number};

/** An effect that the caller performs. */
export type SubscriptionEffect =
	| {readonly kind: 'subscribe'; readonly epoch: number}
	| {readonly kind: 'unsubscribe'; readonly epoch: number; readonly why: 'unasked' | 'released' | 'no event'};

/** The next state, and the effects to perform, in this order. */
export type SubscriptionStep = {
	readonly state: SubscriptionState;
	readonly effects: readonly SubscriptionEffect[];
};
