import {delayAfter} from '../../../source/async/backoff.ts';
import type {StatisticsEvent} from '../statistics/block.ts';
import type {SubscriptionInput, SubscriptionStep} from './subscription.ts';
import type {
	FedSubscription,
	RestingSubscription,
	SubscriptionFailure,
	SubscriptionMemory,
	SubscriptionState,
	WaitingSubscription,
} from './subscription-state.ts';

/** Back-off: seconds of rest after one, two, … failures in a row. The last holds for all further failures. */
const retryDelaysSeconds = [1, 2, 5, 10, 30] as const;

/** The rest after a subscription that failed. Requests that were served or already retried want no new subscription. */
const rest = (
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

/** Timeout of the first event, seconds: ten of the service's own intervals. */
const firstEventTimeoutSeconds = 10;

/** Starts a new subscription, which waits for its first event from `at` on. */
const subscribe = (
	{epoch: last, failures, intervals}: SubscriptionMemory,
	{at, ...wait}: Pick<WaitingSubscription, 'isAsked' | 'dropCount'> & {readonly at: number},
): SubscriptionStep => {
	const epoch = last + 1;
	return {
		state: {
			kind: 'waiting',
			epoch,
			failures,
			intervals,
			since: at,
			until: at + firstEventTimeoutSeconds,
			isExtended: false,
			...wait,
		},
		effects: [{kind: 'subscribe', epoch}],
	};
};

/**
Seconds within which events are one burst and count once. Without stdbuf prlctl holds events back until it has 4 KB, and
after a suspension they wait in the pipe. If each event counted, every burst would end the subscription.
*/
const burst = 0.15;
/** How many of the last intervals are kept. */
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
const takeEvent = (state: SubscriptionState, epoch: number, event: StatisticsEvent): SubscriptionStep => {
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

/** A request with a short delay never lowers the drop count that a slower request needs. */
const served = (state: FedSubscription, dropCount: number): FedSubscription => ({
	...state,
	unasked: 0,
	dropCount: Math.max(dropCount, state.dropCount - state.unasked),
});

/** A request restarts the count of events. If there is no subscription, it subscribes at once or after the rest. */
const takeRequest = (
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
const takeTime = (state: SubscriptionState, at: number): SubscriptionStep => {
	switch (state.kind) {
		case 'waiting':
			return wait(state, at);
		case 'resting':
			return recover(state, at);
		default:
			return {state, effects: []};
	}
};

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
