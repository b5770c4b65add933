import type {StatisticsEvent} from '../statistics/block.ts';
import type {SubscriptionStep} from './subscription.ts';
import type {FedSubscription, SubscriptionState, WaitingSubscription} from './subscription-state.ts';

/**
Seconds within which events are one burst and count once. Without stdbuf prlctl holds events back until it has 4 KB, and
after a suspension they wait in the pipe. If each event counted, every burst would end the subscription.
*/
const burst = 0.15;
const remembered = 5;

const counted = (state: WaitingSubscription | FedSubscription, event: StatisticsEvent): FedSubscription => {
	const {epoch, failures, intervals, dropCount} = state;
	const common = {kind: 'fed', epoch, dropCount, cache: event, countedAt: event.at} as const;
	if (state.kind === 'waiting') {
		return {...common, failures, intervals, unasked: 1};
	}

	const since = event.at - state.countedAt;
	if (since >= 0 && since < burst) {
		return {...state, cache: event};
	}

	return {
		...common,
		failures: 0,
		intervals: since > 0 ? [...intervals, since].slice(-remembered) : intervals,
		unasked: state.unasked + 1,
	};
};

/** Keeps an event, and counts it unless it is of the same burst. One event too many without a request ends the subscription. */
export const takeEvent = (
	state: SubscriptionState,
	epoch: number,
	event: StatisticsEvent,
): SubscriptionStep => {
	if ((state.kind !== 'waiting' && state.kind !== 'fed') || state.epoch !== epoch) {
		return {state, effects: []};
	}

	const fed = counted(state, event);
	if (fed.unasked <= fed.dropCount) {
		return {state: fed, effects: []};
	}

	const {failures, intervals} = fed;
	return {
		state: {kind: 'idle', epoch, failures, intervals, why: 'unasked'},
		effects: [{kind: 'unsubscribe', epoch, why: 'unasked'}],
	};
};
