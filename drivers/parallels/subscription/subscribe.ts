import type {SubscriptionStep} from './subscription.ts';
import type {SubscriptionMemory, WaitingSubscription} from './subscription-state.ts';

/** Timeout of the first event, seconds: ten of the service's own intervals. */
const firstEventTimeoutSeconds = 10;

/** Starts a new subscription, which waits for its first event from `at` on. */
export const subscribe = (
	{epoch: last, failures, intervals}: SubscriptionMemory,
	{at, ...wait}: Pick<WaitingSubscription, 'isAsked' | 'dropCount'> & {readonly at: number},
): SubscriptionStep => {
	const epoch = last + 1;
	return {
		state: {
			kind: 'waiting',
			epoch,
			failures,
			intervals,
			since: at,
			until: at + firstEventTimeoutSeconds,
			isExtended: false,
			...wait,
		},
		effects: [{kind: 'subscribe', epoch}],
	};
};
