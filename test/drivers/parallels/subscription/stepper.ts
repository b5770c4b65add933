import type {StatisticsEvent} from '../../../../drivers/parallels/statistics/block.ts';
import {stepSubscription} from '../../../../drivers/parallels/subscription/step.ts';
import type {
	SubscriptionEffect,
	SubscriptionInput,
} from '../../../../drivers/parallels/subscription/subscription.ts';
import {
	type SubscriptionState,
	subscriptionState,
} from '../../../../drivers/parallels/subscription/subscription-state.ts';

/** Of no machines: the subscription looks at the time alone. */
export const eventAt = (at: number): StatisticsEvent => ({at, wall: at * 1000, blocks: []});

/** The machine with its state, told in short what happens. Each answers what is to be done. */
export const createStepper = () => {
	let state: SubscriptionState = subscriptionState;

	const step = (input: SubscriptionInput): readonly SubscriptionEffect[] => {
		const next = stepSubscription(state, input);
		state = next.state;
		return next.effects;
	};

	return {
		state: () => state,
		step,
		request: (at: number, dropCount = 3) => step({kind: 'request', at, dropCount}),
		event: (at: number, epoch = state.epoch) => step({kind: 'event', epoch, event: eventAt(at)}),
		ended: (at: number, epoch = state.epoch) => step({kind: 'ended', epoch, at}),
		release: (at: number) => step({kind: 'release', at}),
		tick: (at: number) => step({kind: 'tick', at}),
	};
};

export const subscribed = (epoch: number): SubscriptionEffect => ({kind: 'subscribe', epoch});

export const unsubscribed = (
	epoch: number,
	why: 'unasked' | 'released' | 'no event',
): SubscriptionEffect => ({kind: 'unsubscribe', epoch, why});

/** Subscribed at 100, with its first event at 101. */
export const fedStepper = (dropCount = 3) => {
	const stepper = createStepper();
	stepper.request(100, dropCount);
	stepper.event(101);
	return stepper;
};

/** Failed for the first time, at 110, with a rest of a second. */
export const restingStepper = () => {
	const stepper = createStepper();
	stepper.request(100);
	stepper.tick(110);
	return stepper;
};
