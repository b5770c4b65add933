import type {Clock} from '../../source/async/clock.ts';
import {createTimer} from '../../source/async/timer.ts';
import {deferred, untilAborted} from '../../source/async/wait.ts';
import type {ConnectionStatus} from '../../source/driver/driver.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import type {StatisticsEvent} from './statistics/block.ts';
import {dropCountOf, intervalOf} from './subscription/drop-count.ts';
import {stepSubscription} from './subscription/step.ts';
import type {SubscriptionEffect, SubscriptionInput} from './subscription/subscription.ts';
import {cacheOf, nextDeadline, subscriptionState} from './subscription/subscription-state.ts';
import {subscriptionStatus} from './subscription/subscription-status.ts';
import type {OpenFeed, StatisticsFeed} from './transport/statistics-feed.ts';

/** The state machine of the subscription, driven by requests, by its child and by the clock. */
export type Subscriber = {
	/** Numbers are wanted: keeps the subscription, or subscribes. @param delay seconds to the next request */
	readonly request: (delay: number) => void;
	/** The last event of the present subscription. Undefined: there is none. */
	readonly cache: () => StatisticsEvent | undefined;
	/** Resolves at the next event, at the signal, or when the subscriber is closed. */
	readonly nextEvent: (signal: AbortSignal) => Promise<void>;
	/** Why there are no events, or why they are late. */
	readonly troubles: () => readonly ProblemReport[];
	/** Unsubscribes; the next request subscribes again. Resolves when the child is gone. */
	readonly release: () => Promise<void>;
	readonly close: () => Promise<void>;
};

export type SubscriberOptions = {
	readonly clock: Clock;
	readonly openFeed: OpenFeed;
	readonly onEvent: (event: StatisticsEvent) => void;
	readonly onStatus: (status: ConnectionStatus) => void;
};

const silence = (seconds: number): ProblemReport => ({
	kind: 'subscription',
	message: `No event of the statistics service came for ${Math.round(seconds)} s.`,
	advice:
		'domtop subscribes again by itself; see whether its dispatcher runs, and prlctl statistics -a --loop by hand.',
});

/** Event intervals without an event, after which this is reported. */
const lateFrom = 3;

const quietReport = (seconds: number): ProblemReport => ({
	kind: 'late',
	message: `No event of the statistics service has come for ${seconds.toFixed(1)} s.`,
	advice: 'The numbers shown are its last; if no event comes, domtop subscribes again by itself.',
});

export const createSubscriber = ({clock, openFeed, onEvent, onStatus}: SubscriberOptions): Subscriber => {
	const timer = createTimer(clock);
	const leaving = new Set<Promise<void>>();
	let state = subscriptionState;
	let feed: StatisticsFeed | undefined;
	let isClosed = false;
	let status = '';
	let ended: ProblemReport | undefined;
	let bursts: ProblemReport | undefined;
	const waiting = new Set<() => void>();

	const leave = () => {
		const left = feed?.close();
		feed = undefined;
		if (left) {
			leaving.add(left);
			void left.then(() => leaving.delete(left));
		}
	};

	const wake = () => {
		for (const resolve of waiting) {
			resolve();
		}
	};

	const subscribe = (epoch: number) => {
		bursts = undefined;
		feed = openFeed({
			onEvent: (event) => {
				apply({kind: 'event', epoch, event});
			},
			onTrouble: (report) => {
				bursts = report;
			},
			onEnd: (report) => {
				ended = report;
				leave();
				apply({kind: 'ended', epoch, at: clock.monotonic()});
			},
		});
	};

	const perform = (effect: SubscriptionEffect) => {
		if (effect.kind === 'subscribe') {
			subscribe(effect.epoch);
		} else {
			leave();
		}
	};

	/** Keeps the failure reported while the next attempt waits as well. */
	const note = () => {
		if (state.kind === 'resting' && state.failure.kind === 'no event') {
			ended = silence(state.failure.seconds);
		}
	};

	const arm = () => {
		timer.stop();
		const due = nextDeadline(state);
		if (due !== undefined && !isClosed) {
			timer.start(Math.max(0, due - clock.monotonic()), () => apply({kind: 'tick', at: clock.monotonic()}));
		}
	};

	const reportStatus = () => {
		const next = subscriptionStatus(state);
		if (next.message !== status && !isClosed) {
			status = next.message;
			onStatus(next);
		}
	};

	const apply = (input: SubscriptionInput) => {
		if (isClosed && input.kind !== 'release') {
			return;
		}

		const before = cacheOf(state);
		const step = stepSubscription(state, input);
		state = step.state;
		note();
		step.effects.forEach(perform);
		const cache = cacheOf(state);
		if (cache !== undefined && cache !== before) {
			ended = undefined;
			onEvent(cache);
			wake();
		}

		arm();
		reportStatus();
	};

	const release = async (): Promise<void> => {
		ended = undefined;
		apply({kind: 'release', at: clock.monotonic()});
		await Promise.all(leaving);
	};

	return {
		request: (delay) =>
			apply({
				kind: 'request',
				at: clock.monotonic(),
				dropCount: dropCountOf(delay, intervalOf(state)),
			}),
		cache: () => cacheOf(state),
		async nextEvent(signal) {
			const {promise, resolve} = deferred<void>();
			waiting.add(resolve);
			await untilAborted(promise, signal);
			waiting.delete(resolve);
		},
		troubles() {
			const heardAt = state.kind === 'waiting' ? state.since : (cacheOf(state)?.at ?? clock.monotonic());
			const quiet = clock.monotonic() - heardAt;
			const late = quiet > lateFrom * intervalOf(state) ? quietReport(quiet) : undefined;
			const failed = cacheOf(state) === undefined ? (ended ?? late) : late;
			return [...(failed ? [failed] : []), ...(bursts && !late ? [bursts] : [])];
		},
		release,
		async close() {
			isClosed = true;
			timer.stop();
			wake();
			await release();
		},
	};
};
