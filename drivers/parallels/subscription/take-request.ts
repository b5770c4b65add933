import {subscribe} from './subscribe.ts';
import type {SubscriptionInput, SubscriptionStep} from './subscription.ts';
import type {FedSubscription, SubscriptionState} from './subscription-state.ts';

/** A request with a short delay never lowers the drop count that a slower request needs. */
const served = (state: FedSubscription, dropCount: number): FedSubscription => ({
	...state,
	unasked: 0,
	dropCount: Math.max(dropCount, state.dropCount - state.unasked),
});

/** A request restarts the count of events. If there is no subscription, it subscribes at once or after the rest. */
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
