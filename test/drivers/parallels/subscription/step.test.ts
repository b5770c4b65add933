import {describe, expect, test} from 'vitest';
import {cacheOf, nextDeadline} from '../../../../drivers/parallels/subscription/subscription-state.ts';
import {subscriptionStatus} from '../../../../drivers/parallels/subscription/subscription-status.ts';
import {createStepper, eventAt, fedStepper, restingStepper, subscribed, unsubscribed} from './stepper.ts';

const message = (stepper: ReturnType<typeof createStepper>) => subscriptionStatus(stepper.state()).message;

describe('idle', () => {
	test('does nothing until the first request, which subscribes', () => {
		const stepper = createStepper();
		expect(subscriptionStatus(stepper.state())).toEqual({
			state: 'unsubscribed',
			message: 'Not subscribed to the statistics service yet.',
		});
		expect([...stepper.tick(1), ...stepper.event(2), ...stepper.event(2, 1), ...stepper.ended(3)]).toEqual(
			[],
		);
		expect(stepper.state().kind).toBe('idle');
		expect(nextDeadline(stepper.state())).toBeUndefined();
		expect(stepper.request(4)).toEqual([subscribed(1)]);
	});

	test('is released without anything to end', () => {
		const stepper = createStepper();
		expect(stepper.release(1)).toEqual([]);
		expect(stepper.state().kind).toBe('idle');
	});
});

describe('waiting', () => {
	test('is subscribed and has nothing yet; requests just wait', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect([...stepper.request(102), ...stepper.request(102), ...stepper.tick(104)]).toEqual([]);
		expect(stepper.state()).toMatchObject({kind: 'waiting', since: 100});
		expect(cacheOf(stepper.state())).toBeUndefined();
		expect(nextDeadline(stepper.state())).toBe(110);
		expect(subscriptionStatus(stepper.state())).toEqual({
			state: 'subscribed',
			message: 'Subscribed to the statistics service, waiting for its first event.',
		});
	});

	test('is fed by the first event, even one that comes after the deadline and before it is seen', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect(stepper.event(110.5)).toEqual([]);
		expect(cacheOf(stepper.state())).toEqual(eventAt(110.5));
	});

	test('gives up after 10 s without an event and says for how long there was none', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect(stepper.tick(109.9)).toEqual([]);
		expect(stepper.tick(110)).toEqual([unsubscribed(1, 'no event')]);
		expect(stepper.state()).toMatchObject({
			kind: 'resting',
			failure: {kind: 'no event', seconds: 10},
			until: 111,
		});
		expect(subscriptionStatus(stepper.state())).toEqual({
			state: 'unsubscribed',
			message: 'No event came for 10 s; tried again after 1 s.',
		});
	});

	test('gives up at a request too, which then wants the next try', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect(stepper.request(110.5)).toEqual([unsubscribed(1, 'no event')]);
		expect(stepper.tick(111.5)).toEqual([subscribed(2)]);
	});

	test('rests where the subscription ends by itself', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect(stepper.ended(100.1)).toEqual([]);
		expect(stepper.state()).toMatchObject({kind: 'resting', failure: {kind: 'ended'}, until: 101.1});
		expect(message(stepper)).toBe('The subscription ended; tried again after 1 s.');
	});

	test('is released at once', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect(stepper.release(101)).toEqual([unsubscribed(1, 'released')]);
		expect(stepper.state().kind).toBe('idle');
	});
});

describe('fed', () => {
	test('serves every request at once from the last event', () => {
		const stepper = fedStepper();
		expect(stepper.request(101.5)).toEqual([]);
		expect(cacheOf(stepper.state())).toEqual(eventAt(101));
		stepper.event(102);
		expect(cacheOf(stepper.state())).toEqual(eventAt(102));
		expect(subscriptionStatus(stepper.state())).toEqual({
			state: 'subscribed',
			message: 'Subscribed to the statistics service.',
		});
		expect(nextDeadline(stepper.state())).toBeUndefined();
		expect(stepper.tick(1e9)).toEqual([]);
		expect(cacheOf(stepper.state())).toEqual(eventAt(102));
	});

	test('bears as many events without a request as the drop count, and not one more', () => {
		const stepper = fedStepper(3);
		expect([...stepper.event(102), ...stepper.event(103)]).toEqual([]);
		expect(stepper.state()).toMatchObject({kind: 'fed', unasked: 3});
		expect(stepper.event(104)).toEqual([unsubscribed(1, 'unasked')]);
		expect(stepper.state().kind).toBe('idle');
		expect(cacheOf(stepper.state())).toBeUndefined();
		expect(message(stepper)).toBe('Unsubscribed from the statistics service, as no numbers were asked for.');
	});

	test('counts from 0 after every request', () => {
		const stepper = fedStepper(3);
		stepper.request(101.5);
		for (let at = 102; at < 200; at += 3) {
			expect([...stepper.event(at), ...stepper.event(at + 1), ...stepper.event(at + 2)]).toEqual([]);
			expect(stepper.request(at + 2.5)).toEqual([]);
			expect(stepper.state()).toMatchObject({kind: 'fed', unasked: 0});
		}
	});

	test('comes back with the next request, in a new epoch', () => {
		const stepper = fedStepper(0);
		expect(stepper.state().kind).toBe('idle');
		expect(stepper.request(102)).toEqual([subscribed(2)]);
	});

	test('rests where the subscription ends by itself, and only a new request wants another', () => {
		const stepper = fedStepper();
		expect(stepper.ended(102)).toEqual([]);
		expect(cacheOf(stepper.state())).toBeUndefined();
		expect(message(stepper)).toBe('The subscription ended.');
		expect(stepper.tick(103)).toEqual([]);
		expect(stepper.state().kind).toBe('idle');
		expect(message(stepper)).toBe('The subscription ended, and no numbers were asked for since.');
		expect(stepper.request(104)).toEqual([subscribed(2)]);
	});

	test('is released at once, with its cache, and comes back with the next request', () => {
		const stepper = fedStepper();
		expect(stepper.release(102)).toEqual([unsubscribed(1, 'released')]);
		expect(stepper.release(102)).toEqual([]);
		expect(cacheOf(stepper.state())).toBeUndefined();
		expect(message(stepper)).toBe(
			'Unsubscribed from the statistics service, until numbers are asked for again.',
		);
		expect(stepper.request(103)).toEqual([subscribed(2)]);
	});
});

describe('resting', () => {
	test('a request does not subscribe before its end, and is not forgotten', () => {
		const stepper = restingStepper();
		expect([...stepper.request(110.1), ...stepper.request(110.9), ...stepper.tick(110.9)]).toEqual([]);
		expect(nextDeadline(stepper.state())).toBe(111);
		expect(stepper.tick(111)).toEqual([subscribed(2)]);
		expect(stepper.state()).toMatchObject({kind: 'waiting', since: 111, isAsked: false});
	});

	test('a request after its end subscribes, once', () => {
		const stepper = restingStepper();
		expect(stepper.request(111)).toEqual([subscribed(2)]);
		expect(stepper.request(111)).toEqual([]);
	});

	test('a request without an answer is tried once more and not for ever', () => {
		const stepper = restingStepper();
		expect(stepper.tick(111)).toEqual([subscribed(2)]);
		expect(stepper.tick(121)).toEqual([unsubscribed(2, 'no event')]);
		expect(nextDeadline(stepper.state())).toBe(123);
		expect(stepper.tick(123)).toEqual([]);
		expect(stepper.state().kind).toBe('idle');
		expect(message(stepper)).toBe('No event came for 10 s, and no numbers were asked for since.');
	});

	test('a request in that second try is one more', () => {
		const stepper = restingStepper();
		stepper.tick(111);
		stepper.request(112);
		stepper.tick(121);
		expect(stepper.tick(123)).toEqual([subscribed(3)]);
	});

	test('takes the drop count of those who ask now, not of those who were served before', () => {
		const stepper = fedStepper(50);
		stepper.ended(102);
		stepper.request(102.1, 4);
		stepper.request(102.2, 2);
		stepper.tick(103);
		expect(stepper.state()).toMatchObject({kind: 'waiting', dropCount: 4});
	});

	test('rests 1, 2, 5, 10, 30 and again 30 s while it fails', () => {
		const stepper = createStepper();
		const pauses: number[] = [];
		let at = 0;
		for (let count = 0; count < 7; count += 1) {
			expect(stepper.request(at)).toEqual([subscribed(count + 1)]);
			stepper.ended(at);
			const end = nextDeadline(stepper.state()) ?? Number.NaN;
			pauses.push(end - at);
			at = end;
		}

		expect(pauses).toEqual([1, 2, 5, 10, 30, 30, 30]);
	});

	test('two events forget the failures, one does not', () => {
		const failAfter = (events: number): number => {
			const stepper = restingStepper();
			stepper.tick(111);
			for (let count = 0; count < events; count += 1) {
				stepper.event(112 + count);
			}

			stepper.ended(120);
			return (nextDeadline(stepper.state()) ?? Number.NaN) - 120;
		};

		expect([failAfter(0), failAfter(1), failAfter(2)]).toEqual([2, 2, 1]);
	});

	test('a release forgets the failures: somebody may have mended it meanwhile', () => {
		const stepper = restingStepper();
		stepper.request(110.2);
		expect(stepper.release(110.3)).toEqual([]);
		expect(stepper.tick(112)).toEqual([]);
		expect(stepper.request(112)).toEqual([subscribed(2)]);
		stepper.ended(112);
		expect(nextDeadline(stepper.state())).toBe(113);
	});
});
