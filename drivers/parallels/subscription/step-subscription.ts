import {rest} from './rest.ts';
import type {SubscriptionInput, SubscriptionStep} from './subscription.ts';
import type {SubscriptionState} from './subscription-state.ts';
import {takeEvent} from './take-event.ts';
import {takeRequest} from './take-request.ts';
import {takeTime} from './take-time.ts';

const ended = (state: SubscriptionState, epoch: number, at: number): SubscriptionState =>
	(state.kind === 'waiting' || state.kind === 'fed') && state.epoch === epoch
		? rest(state, {kind: 'ended'}, at)
		: state;

const release = (state: SubscriptionState): SubscriptionStep => {
	const {kind, epoch, intervals} = state;
	return {
		state: {kind: 'idle', epoch, intervals, failures: 0, why: 'released'},
		effects: kind === 'waiting' || kind === 'fed' ? [{kind: 'unsubscribe', epoch, why: 'released'}] : [],
	};
};

/** One step of the state machine drawn at `SubscriptionState`. Pure: it knows no child, no clock, and cannot fail. */
export const stepSubscription = (state: SubscriptionState, input: SubscriptionInput): SubscriptionStep => {
	switch (input.kind) {
		case 'request': {
			const timed = takeTime(state, input.at);
			const asked = takeRequest(timed.state, input);
			return {state: asked.state, effects: [...timed.effects, ...asked.effects]};
		}

		case 'event':
			return takeEvent(state, input.epoch, input.event);
		case 'ended':
			return {state: ended(state, input.epoch, input.at), effects: []};
		case 'release':
			return release(state);
		case 'tick':
			return takeTime(state, input.at);
	}
};
