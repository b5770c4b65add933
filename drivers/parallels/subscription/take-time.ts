import {rest} from './rest.ts';
import {subscribe} from './subscribe.ts';
import type {SubscriptionStep} from './subscription.ts';
import type {RestingSubscription, SubscriptionState, WaitingSubscription} from './subscription-state.ts';

/** Seconds by which a deadline may be overdue. When it is overdue by more, this program was held up. */
const lateness = 1;

const begunAt = ({since, until}: WaitingSubscription | RestingSubscription, at: number) => ({
	since: at,
	until: at + until - since,
});

const wait = (state: WaitingSubscription, at: number): SubscriptionStep => {
	const {epoch, since, until, isExtended} = state;
	if (at < since) {
		return {state: {...state, ...begunAt(state, at)}, effects: []};
	}

	if (at < until) {
		return {state, effects: []};
	}

	if (at > until + lateness && !isExtended) {
		return {state: {...state, ...begunAt(state, at), isExtended: true}, effects: []};
	}

	const seconds = Math.round(at - since);
	return {
		state: rest(state, {kind: 'no event', seconds}, at),
		effects: [{kind: 'unsubscribe', epoch, why: 'no event'}],
	};
};

const recover = (state: RestingSubscription, at: number): SubscriptionStep => {
	const {epoch, failures, intervals, failure, since, until, isAsked, dropCount} = state;
	if (at < since) {
		return {state: {...state, ...begunAt(state, at)}, effects: []};
	}

	if (at < until) {
		return {state, effects: []};
	}

	// This attempt is the one retry of the request.
	return isAsked
		? subscribe(state, {at, dropCount, isAsked: false})
		: {state: {kind: 'idle', epoch, failures, intervals, why: failure}, effects: []};
};

/** The time is now `at`: a wait for the first event may have been too long, or a rest may be over. */
export const takeTime = (state: SubscriptionState, at: number): SubscriptionStep => {
	switch (state.kind) {
		case 'waiting':
			return wait(state, at);
		case 'resting':
			return recover(state, at);
		default:
			return {state, effects: []};
	}
};
