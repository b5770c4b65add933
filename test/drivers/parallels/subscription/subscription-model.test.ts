import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {SubscriptionInput} from '../../../../drivers/parallels/subscription/subscription.ts';
import {cacheOf, nextDeadline} from '../../../../drivers/parallels/subscription/subscription-state.ts';
import {createStepper, eventAt} from './stepper.ts';

/** An input without its time and with its epoch as how many subscriptions ago it was made. */
type Act =
	| {readonly kind: 'request'; readonly dropCount: number; readonly after: number}
	| {readonly kind: 'event' | 'ended'; readonly ago: number; readonly after: number}
	| {readonly kind: 'release' | 'tick'; readonly after: number};

const inputOf = (act: Act, at: number, epoch: number): SubscriptionInput => {
	switch (act.kind) {
		case 'request':
			return {kind: 'request', at, dropCount: act.dropCount};
		case 'event':
			return {kind: 'event', epoch: epoch - act.ago, event: eventAt(at)};
		case 'ended':
			return {kind: 'ended', epoch: epoch - act.ago, at};
		default:
			return {kind: act.kind, at};
	}
};

/**
The plain model: what a child and its reader outside would see. It knows which subscription is open, what came of it since
the last request, and nothing of rests and waits.
*/
const createModel = () => {
	let open: number | undefined;
	let last = 0;
	let eventAtLast: number | undefined;
	/** Of each request that is not forgotten, how many counted events it still bears. */
	let borne: readonly number[] = [];
	let isAsked = false;
	let countedAt = Number.NaN;
	return {
		open: () => open,
		cached: () => (open === undefined ? undefined : eventAtLast),
		subscribe: (epoch: number) => {
			expect(open, 'two subscriptions are open').toBeUndefined();
			expect(epoch).toBe(last + 1);
			open = epoch;
			last = epoch;
			eventAtLast = undefined;
			countedAt = Number.NaN;
			isAsked = false;
		},
		end: (epoch: number, isFailure: boolean) => {
			expect(epoch, 'it is not the open one that is ended').toBe(open);
			// A request that got no answer is not forgotten, once.
			borne = isFailure && isAsked && eventAtLast === undefined ? borne : [];
			open = undefined;
			eventAtLast = undefined;
		},
		release: () => {
			borne = [];
		},
		request: (dropCount: number) => {
			borne = [...borne, dropCount];
			isAsked = true;
		},
		/** Returns whether it is one too many. */
		event: (epoch: number, at: number): boolean => {
			if (open === undefined || epoch !== open) {
				return false;
			}

			eventAtLast = at;
			if (!(at - countedAt >= 0 && at - countedAt < 0.15)) {
				countedAt = at;
				borne = borne.map((count) => count - 1);
			}

			return borne.every((count) => count < 0);
		},
	};
};

const seconds = (least: number) =>
	fc.oneof(
		{weight: 6, arbitrary: fc.double({min: 0, max: 3, noNaN: true})},
		{weight: 2, arbitrary: fc.double({min: 0, max: 40, noNaN: true})},
		{weight: 1, arbitrary: fc.constantFrom(0, 3600, least)},
	);

const ago = fc.oneof(
	{weight: 6, arbitrary: fc.constant(0)},
	{weight: 2, arbitrary: fc.integer({min: -1, max: 3})},
);

const acts = (least: number) =>
	fc.array(
		fc.oneof(
			{
				weight: 3,
				arbitrary: fc.record({
					kind: fc.constant('request' as const),
					dropCount: fc.integer({min: 0, max: 6}),
					after: seconds(least),
				}),
			},
			{weight: 6, arbitrary: fc.record({kind: fc.constant('event' as const), ago, after: seconds(least)})},
			{weight: 1, arbitrary: fc.record({kind: fc.constant('ended' as const), ago, after: seconds(least)})},
			{weight: 1, arbitrary: fc.record({kind: fc.constant('release' as const), after: seconds(least)})},
			{weight: 3, arbitrary: fc.record({kind: fc.constant('tick' as const), after: seconds(least)})},
		),
		{maxLength: 80},
	);

/** Whatever holds after every step, and at the end how often it subscribed and was asked. */
const follow = (script: readonly Act[]) => {
	const stepper = createStepper();
	const model = createModel();
	let now = 1000;
	let requests = 0;
	let subscriptions = 0;
	for (const act of script) {
		now += act.after;
		const before = stepper.state();
		const input = inputOf(act, now, before.epoch);
		const isTooMany = input.kind === 'event' && model.event(input.epoch, now);
		const effects = stepper.step(input);
		const state = stepper.state();
		if (input.kind === 'request') {
			requests += 1;
		}

		for (const effect of effects) {
			if (effect.kind === 'subscribe') {
				subscriptions += 1;
				model.subscribe(effect.epoch);
				expect(['request', 'tick']).toContain(input.kind);
				if (before.kind === 'resting') {
					expect(now).toBeGreaterThanOrEqual(before.until);
				}
			} else {
				expect(isTooMany).toBe(effect.why === 'unasked');
				expect(input.kind === 'release').toBe(effect.why === 'released');
				model.end(effect.epoch, effect.why === 'no event');
			}
		}

		if (input.kind === 'ended' && input.epoch === model.open()) {
			model.end(input.epoch, true);
		}

		if (input.kind === 'request') {
			model.request(input.dropCount);
		} else if (input.kind === 'release') {
			model.release();
		}

		expect(state.kind === 'waiting' || state.kind === 'fed').toBe(model.open() !== undefined);
		expect(cacheOf(state)?.at).toBe(model.cached());
		expect(cacheOf(state) !== undefined).toBe(state.kind === 'fed');
		expect(nextDeadline(state) !== undefined).toBe(state.kind === 'waiting' || state.kind === 'resting');
		if (isTooMany || input.kind === 'release') {
			expect(state.kind).toBe('idle');
		}

		if (input.kind === 'request') {
			expect(state.kind).not.toBe('idle');
			// A request never loses the cache.
			expect(cacheOf(state)).toBe(cacheOf(before));
		}
	}

	return {requests, subscriptions};
};

test('it never differs from the plain model, whatever happens in whatever order', () => {
	fc.assert(
		fc.property(acts(0), (script) => void follow(script)),
		{numRuns: 1000},
	);
});

test('nor where the clock goes back', () => {
	fc.assert(
		fc.property(acts(-500), (script) => void follow(script)),
		{numRuns: 1000},
	);
});

test('every request makes two subscriptions at most: its own and one more try', () => {
	fc.assert(
		fc.property(acts(0), (script) => {
			const {requests, subscriptions} = follow(script);
			expect(subscriptions).toBeLessThanOrEqual(2 * requests);
		}),
	);
});

test('a request within the drop window never loses the cache', () => {
	const gap = fc.double({min: 0.2, max: 3, noNaN: true});
	const turns = (dropCount: number) => fc.array(fc.array(gap, {maxLength: dropCount}), {maxLength: 30});
	const windows = fc
		.integer({min: 1, max: 8})
		.chain((dropCount) => fc.record({dropCount: fc.constant(dropCount), turns: turns(dropCount)}));
	fc.assert(
		fc.property(windows, ({dropCount, turns}) => {
			const stepper = createStepper();
			let now = 1000;
			const effects = [...stepper.request(now, dropCount), ...stepper.event(now)];
			for (const gaps of turns) {
				effects.push(...stepper.request(now, dropCount));
				for (const seconds of gaps) {
					now += seconds;
					effects.push(...stepper.event(now));
				}

				expect(cacheOf(stepper.state())?.at).toBe(now);
			}

			expect(effects).toEqual([{kind: 'subscribe', epoch: 1}]);
		}),
	);
});

test('left alone, it comes to rest: without a request every state ends idle', () => {
	fc.assert(
		fc.property(acts(0), fc.boolean(), (script, isServiceAlive) => {
			const stepper = createStepper();
			let now = 1000;
			for (const act of script) {
				now += act.after;
				stepper.step(inputOf(act, now, stepper.state().epoch));
			}

			for (let second = 0; second < 200; second += 1) {
				now += 1;
				stepper.tick(now);
				if (isServiceAlive) {
					stepper.event(now);
				} else if (stepper.state().kind === 'fed') {
					stepper.ended(now);
				}
			}

			expect(stepper.state().kind).toBe('idle');
		}),
	);
});
