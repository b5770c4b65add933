import type {SubscriptionStep} from './subscription.ts';
import type {SubscriptionMemory, WaitingSubscription} from './subscription-state.ts';

/** Seconds that the first event may take: ten of the service's own intervals. */
const firstEventTimeoutSeconds = 10;

/** A new subscription, whose first event is waited for from `at` on. */
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
