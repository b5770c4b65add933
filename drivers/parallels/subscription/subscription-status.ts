import type {ConnectionStatus} from '../../../source/driver/driver.ts';
import type {SubscriptionFailure, SubscriptionState} from './subscription-state.ts';

const service = 'the statistics service';

const failureWords = (failure: SubscriptionFailure): string =>
	failure.kind === 'ended' ? 'The subscription ended' : `No event came for ${failure.seconds} s`;

const idleWords = (why: 'unasked' | 'released' | SubscriptionFailure | undefined): string => {
	switch (why) {
		case undefined:
			return `Not subscribed to ${service} yet.`;
		case 'unasked':
			return `Unsubscribed from ${service}, as nobody asked for numbers.`;
		case 'released':
			return `Unsubscribed from ${service}, until somebody asks again.`;
		default:
			return `${failureWords(why)}, and nobody asked again.`;
	}
};

/** What the header says of the subscription. The text depends on no clock, so it changes only with the state. */
export const subscriptionStatus = (state: SubscriptionState): ConnectionStatus => {
	switch (state.kind) {
		case 'idle':
			return {state: 'unsubscribed', message: idleWords(state.why)};
		case 'waiting':
			return {state: 'subscribed', message: `Subscribed to ${service}, waiting for its first event.`};
		case 'fed':
			return {state: 'subscribed', message: `Subscribed to ${service}.`};
		case 'resting': {
			const {failure, since, until, isAsked} = state;
			const next = isAsked ? `; tried again after ${Math.round(until - since)} s` : '';
			return {state: 'unsubscribed', message: `${failureWords(failure)}${next}.`};
		}
	}
};
