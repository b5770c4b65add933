import type {SubscriptionState} from './subscription-state.ts';

/** Monotonic seconds at which a `tick` is due; absent: nothing depends on time. */
export const nextDeadline = (state: SubscriptionState): number | undefined => {
	switch (state.kind) {
		case 'waiting':
		case 'resting':
			return state.until;
		default:
			return undefined;
	}
};
