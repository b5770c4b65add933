import type {StatisticsEvent} from '../statistics/block.ts';

/** Monotonic seconds at which a `tick` is due. Undefined: nothing depends on time. */
export const nextDeadline = (state: SubscriptionState): number | undefined => {
	switch (state.kind) {
		case 'waiting':
		case 'resting':
			return state.until;
		default:
			return undefined;
	}
};

/** The last event of the subscription. Undefined: there is no event, or no subscription. */
export const cacheOf = (state: SubscriptionState): StatisticsEvent | undefined =>
	state.kind === 'fed' ? state.cache : undefined;

/** What every state remembers. */
export type SubscriptionMemory = {
	/** Number of the last subscription; 0 before the first. Inputs with another epoch are late and ignored. */
	readonly epoch: number;
	/** Subscriptions in a row that failed, or ended by themselves before their second event. */
	readonly failures: number;
	/** Seconds between the last events that were counted, at most five of them. */
	readonly intervals: readonly number[];
};

/** Why there are no events. */
export type SubscriptionFailure =
	/** Subscribed, and no event came for `seconds`. */
	| {readonly kind: 'no event'; readonly seconds: number}
	/** The subscription ended by itself. */
	| {readonly kind: 'ended'};

/** There is no subscription, and no request wants one. */
export type IdleSubscription = SubscriptionMemory & {
	readonly kind: 'idle';
	/** Why the last subscription is over. Undefined: there was none yet. */
	readonly why?: 'unasked' | 'released' | SubscriptionFailure;
};

/** Subscribed, and the first event is still to come. */
export type WaitingSubscription = SubscriptionMemory & {
	readonly kind: 'waiting';
	/** Monotonic seconds of its beginning and of its deadline. */
	readonly since: number;
	readonly until: number;
	/** How many successive events without a request the subscription will survive. */
	readonly dropCount: number;
	/** Was this program held up during the wait (a suspended laptop), so that the wait was restarted? */
	readonly isExtended: boolean;
	/** Did a request cause the subscription, or come since? If so, a failure is retried once. */
	readonly isAsked: boolean;
};

/** Events come. */
export type FedSubscription = SubscriptionMemory & {
	readonly kind: 'fed';
	/** The last event. */
	readonly cache: StatisticsEvent;
	/** Successive events without a request. */
	readonly unasked: number;
	/** How many such events the subscription survives. */
	readonly dropCount: number;
	/** Monotonic seconds of the last event that was counted. */
	readonly countedAt: number;
};

/** The subscription failed; the next attempt waits for the end of the rest. */
export type RestingSubscription = SubscriptionMemory & {
	readonly kind: 'resting';
	readonly failure: SubscriptionFailure;
	/** Monotonic seconds of its beginning and of its end. */
	readonly since: number;
	readonly until: number;
	/** Is a request unanswered, so that the end of the rest subscribes? */
	readonly isAsked: boolean;
	/** The largest drop count of the unanswered requests; 0 without any. */
	readonly dropCount: number;
};

/**
The subscription to the statistics service, as in libvirt's driver of 2015 (its commit 489c81c00c). The service only
pushes. Subscribing and unsubscribing at every request is expensive, and an unneeded subscription costs the host.

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
  rest is over, no request unanswered

- There is a cache only in `fed`; a request gets it, whatever its age.
- Rests last 1, 2, 5, 10, 30, 30, … s; two events in one subscription, or a release, forget the failures.
- An unanswered request is retried once after the rest, not for ever: its client may be gone.
- Each subscription has its own epoch. Events and ends of another epoch are late and change nothing (libvirt's −1).
- If time goes back, waits and rests restart. If a wait is found to be over for more than a second, this program was held
  up. It has not read yet what the service sent meanwhile, so the wait restarts, once.
*/
export type SubscriptionState =
	| IdleSubscription
	| WaitingSubscription
	| FedSubscription
	| RestingSubscription;

/** The state before the first request. */
export const subscriptionState: SubscriptionState = {kind: 'idle', epoch: 0, failures: 0, intervals: []};
