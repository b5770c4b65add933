import {subscribe} from './subscribe.ts';
import type {SubscriptionInput, SubscriptionStep} from './subscription.ts';
import type {FedSubscription, SubscriptionState} from './subscription-state.ts';

/** Of two who ask at different delays the quick one must not cut what the slow one was promised. */
const served = (state: FedSubscription, dropCount: number): FedSubscription => ({
	...state,
	unasked: 0,
	dropCount: Math.max(dropCount, state.dropCount - state.unasked),
});

/** Somebody wants numbers: the count begins anew, and where there is no subscription one is made, or wanted. */
export const takeRequest = (
	state: SubscriptionState,
	{at, dropCount}: Extract<SubscriptionInput, {readonly kind: 'request'}>,
): SubscriptionStep => {
	switch (state.kind) {
		case 'idle':
			return subscribe(state, {at, dropCount, isAsked: true});
		case 'waiting':
		case 'resting':
			return {
				state: {
					...state,
					isAsked: true,
					dropCount: Math.max(state.dropCount, dropCount),
				},
				effects: [],
			};
		case 'fed':
			return {state: served(state, dropCount), effects: []};
	}
};
