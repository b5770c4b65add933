import type {StatisticsEvent} from '../statistics/block.ts';

/** Monotonic seconds at which a `tick` is due; absent: nothing depends on time. */
export const nextDeadline = (state: SubscriptionState): number | undefined => {
	switch (state.kind) {
		case 'waiting':
		case 'resting':
			return state.until;
		default:
			return undefined;
	}
};

/** The last event of the subscription; absent: there is none, or no subscription. */
export const cacheOf = (state: SubscriptionState): StatisticsEvent | undefined =>
	state.kind === 'fed' ? state.cache : undefined;

/** What every state remembers. */
export type SubscriptionMemory = {
	/** Of the last subscription; 0 before the first. What comes with another one is late, and ignored. */
	readonly epoch: number;
	/** Subscriptions in a row that failed, or ended by themselves before their second event. */
	readonly failures: number;
	/** Seconds between the last events that were counted, at most five of them. */
	readonly intervals: readonly number[];
};

/** Why there are no events. */
export type SubscriptionFailure =
	/** Subscribed, and nothing came for so many seconds. */
	| {readonly kind: 'no event'; readonly seconds: number}
	/** It ended by itself. */
	| {readonly kind: 'ended'};

/** Nobody asked: there is no subscription, and none is wanted. */
export type IdleSubscription = SubscriptionMemory & {
	readonly kind: 'idle';
	/** Absent: there was none yet. */
	readonly why?: 'unasked' | 'released' | SubscriptionFailure;
};

/** Subscribed, and the first event is still to come. */
export type WaitingSubscription = SubscriptionMemory & {
	readonly kind: 'waiting';
	/** Monotonic seconds of its beginning and of its deadline. */
	readonly since: number;
	readonly until: number;
	/** How many successive events without a request will be borne. */
	readonly dropCount: number;
	/** Was this program held up in it (a suspended laptop), so that the wait was begun anew? */
	readonly isExtended: boolean;
	/** Did somebody ask since it was subscribed, or by subscribing? If so, a failure is tried once more. */
	readonly isAsked: boolean;
};

/** Events come. */
export type FedSubscription = SubscriptionMemory & {
	readonly kind: 'fed';
	/** The last event. */
	readonly cache: StatisticsEvent;
	/** Successive events without a request. */
	readonly unasked: number;
	/** How many of them are borne. */
	readonly dropCount: number;
	/** Monotonic seconds of the last event that was counted. */
	readonly countedAt: number;
};

/** It failed, and is left in peace for a while. */
export type RestingSubscription = SubscriptionMemory & {
	readonly kind: 'resting';
	readonly failure: SubscriptionFailure;
	/** Monotonic seconds of its beginning and of its end. */
	readonly since: number;
	readonly until: number;
	/** Is a request unanswered, so that the end of the rest subscribes? */
	readonly isAsked: boolean;
	/** The largest of those requests; 0 where there is none. */
	readonly dropCount: number;
};

/**
The subscription to the statistics service, as libvirt's driver of 2015 had it (its commit 489c81c00c): the service only
pushes, a cycle of subscribing and unsubscribing at every request is dear, and a subscription that nobody needs costs the
host.

                      request: subscribe
     +------+ ----------------------------> +---------+ --. request:
  .->| idle |                               | waiting | <-' just waits
  |  +------+ <---------------------------- +---------+
  |     ^         release: unsubscribe        |  |  ^
  |     |                                     |  |  |
  |     | release, or one event too many      |  |  | tick, the rest is over and
  |     | without a request: unsubscribe      |  |  | a request unanswered: subscribe
  |     |                                     |  |  |
  |  +------+      event                      |  |  |
  |  | fed  | <-------------------------------'  |  |
  |  +------+ --. event: cached, one more        |  |
  |     |  ^    |   without a request            |  |
  |     |  '----' request: served, none without  |  |
  |     |                                        |  |
  |     | ended     ended, or tick: no event     |  |
  |     v           for 10 s: unsubscribe        |  |
  |  +---------+ <-------------------------------'  |
  '--| resting | -----------------------------------'
     +---------+ --. request:
  release, or   ^  | remembered
  tick, the     '--'
  rest is over and nobody asked

- There is a cache only in `fed`; a request gets it, whatever its age.
- Rests last 1, 2, 5, 10, 30, 30, … s; two events in one subscription, or a release, forget the failures.
- An unanswered request is tried once more after the rest, not for ever: nobody may be there any more.
- Each subscription has its own epoch. Events and ends of another one are late and change nothing (libvirt's −1).
- Where time goes back, waits and rests begin anew; where a wait is found to be over for more than a second, this program
  was held up, and what was told meanwhile is not read yet: the wait begins anew, once.
*/
export type SubscriptionState =
	| IdleSubscription
	| WaitingSubscription
	| FedSubscription
	| RestingSubscription;

/** Before anybody asked. */
export const subscriptionState: SubscriptionState = {kind: 'idle', epoch: 0, failures: 0, intervals: []};
