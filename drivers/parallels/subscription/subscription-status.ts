import type {ConnectionStatus} from '../../../source/driver/driver.ts';
import type {SubscriptionFailure, SubscriptionState} from './subscription-state.ts';

const service = 'the statistics service';

const failureText = (failure: SubscriptionFailure): string =>
	failure.kind === 'ended' ? 'The subscription ended' : `No event came for ${failure.seconds} s`;

const idleText = (why: 'unasked' | 'released' | SubscriptionFailure | undefined): string => {
	switch (why) {
		case undefined:
			return `Not subscribed to ${service} yet.`;
		case 'unasked':
			return `Unsubscribed from ${service}, as no numbers were asked for.`;
		case 'released':
			return `Unsubscribed from ${service}, until numbers are asked for again.`;
		default:
			return `${failureText(why)}, and no numbers were asked for since.`;
	}
};

/** What the header says of the subscription. The text depends on no clock, so it changes only with the state. */
export const subscriptionStatus = (state: SubscriptionState): ConnectionStatus => {
	switch (state.kind) {
		case 'idle':
			return {state: 'unsubscribed', message: idleText(state.why)};
		case 'waiting':
			return {state: 'subscribed', message: `Subscribed to ${service}, waiting for its first event.`};
		case 'fed':
			return {state: 'subscribed', message: `Subscribed to ${service}.`};
		case 'resting': {
			const {failure, since, until, isAsked} = state;
			const next = isAsked ? `; tried again after ${Math.round(until - since)} s` : '';
			return {state: 'unsubscribed', message: `${failureText(failure)}${next}.`};
		}
	}
};
