import type {StatisticsEvent} from '../statistics/block.ts';
import type {SubscriptionState} from './subscription-state.ts';

/** The last event of the subscription; absent: there is none, or no subscription. */
export const cacheOf = (state: SubscriptionState): StatisticsEvent | undefined =>
	state.kind === 'fed' ? state.cache : undefined;
