import {delayAfter} from '../../../source/async/backoff.ts';
import type {
	FedSubscription,
	RestingSubscription,
	SubscriptionFailure,
	WaitingSubscription,
} from './subscription-state.ts';

/** Back-off: seconds of rest after one, two, … failures in a row. The last holds for all further failures. */
const retryDelaysSeconds = [1, 2, 5, 10, 30] as const;

/** The rest after a subscription that failed. Requests that were served or already retried want no new subscription. */
export const rest = (
	state: WaitingSubscription | FedSubscription,
	failure: SubscriptionFailure,
	at: number,
): RestingSubscription => {
	const {epoch, intervals, failures, dropCount} = state;
	const isAsked = state.kind === 'waiting' && state.isAsked;
	return {
		kind: 'resting',
		epoch,
		intervals,
		failures: failures + 1,
		failure,
		since: at,
		until: at + delayAfter(failures + 1, retryDelaysSeconds),
		isAsked,
		dropCount: isAsked ? dropCount : 0,
	};
};
