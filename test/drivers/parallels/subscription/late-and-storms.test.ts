import {describe, expect, test} from 'vitest';
import {intervalOf} from '../../../../drivers/parallels/subscription/drop-count.ts';
import {cacheOf, nextDeadline} from '../../../../drivers/parallels/subscription/subscription-state.ts';
import {createStepper, eventAt, fedStepper, restingStepper, subscribed, unsubscribed} from './stepper.ts';

describe('what comes late', () => {
	test('an event or an end of an earlier subscription changes nothing, in no state', () => {
		const steppers = [createStepper(), fedStepper(0), fedStepper(), restingStepper()];
		const waiting = fedStepper(0);
		waiting.request(200);
		for (const stepper of [...steppers, waiting]) {
			const before = stepper.state();
			for (const epoch of [-1, before.epoch - 1, before.epoch + 1]) {
				expect([...stepper.event(300, epoch), ...stepper.ended(300, epoch)]).toEqual([]);
			}

			expect(stepper.state()).toBe(before);
		}
	});

	test('an event or an end of the subscription that was just ended changes nothing', () => {
		for (const stepper of [fedStepper(0), restingStepper()]) {
			const before = stepper.state();
			expect([...stepper.event(300), ...stepper.ended(300)]).toEqual([]);
			expect(stepper.state()).toBe(before);
		}
	});
});

describe('storms', () => {
	test('a burst of events is one: the last is kept', () => {
		const stepper = fedStepper(3);
		for (let count = 0; count < 500; count += 1) {
			expect(stepper.event(105 + count / 10_000)).toEqual([]);
		}

		expect(stepper.state()).toMatchObject({kind: 'fed', unasked: 2});
		expect(cacheOf(stepper.state())).toEqual(eventAt(105 + 499 / 10_000));
	});

	test('a storm that lasts ends the subscription all the same', () => {
		const stepper = fedStepper(3);
		const effects = Array.from({length: 1000}, (_, count) => stepper.event(102 + count / 1000)).flat();
		expect(effects).toEqual([unsubscribed(1, 'unasked')]);
	});

	test('of requests: one subscription', () => {
		const stepper = createStepper();
		const effects = Array.from({length: 1000}, (_, count) => stepper.request(100 + count / 1000)).flat();
		expect(effects).toEqual([subscribed(1)]);
		stepper.event(101);
		expect(Array.from({length: 1000}, () => stepper.request(101.5)).flat()).toEqual([]);
	});
});

test('of two who ask, the quick one does not cut what the slow one was promised', () => {
	const stepper = fedStepper(8);
	stepper.request(101.5, 8);
	stepper.event(102);
	stepper.request(102.5, 3);
	expect([103, 104, 105, 106, 107, 108, 109].flatMap((at) => stepper.event(at))).toEqual([]);
	expect(stepper.event(110)).toEqual([unsubscribed(1, 'unasked')]);
});

describe('a clock that jumps', () => {
	test('ahead while waiting: the wait begins anew, once, and nothing is subscribed twice', () => {
		const stepper = createStepper();
		stepper.request(100);
		expect([...stepper.tick(3700), ...stepper.request(3700)]).toEqual([]);
		expect(nextDeadline(stepper.state())).toBe(3710);
		expect(stepper.tick(7300)).toEqual([unsubscribed(1, 'no event')]);
	});

	test('ahead while fed: what lay in the pipe counts once, and the cache stays', () => {
		const stepper = fedStepper(3);
		const effects = Array.from({length: 60}, (_, count) => stepper.event(3700 + count / 1000)).flat();
		expect([...effects, ...stepper.request(3700.1)]).toEqual([]);
		expect(cacheOf(stepper.state())).toEqual(eventAt(3700.059));
	});

	test('ahead while resting: one subscription', () => {
		const stepper = restingStepper();
		expect([...stepper.tick(3700), ...stepper.request(3700), ...stepper.tick(3700)]).toEqual([subscribed(2)]);
	});

	test('back while waiting or resting: it lasts no longer than from then on', () => {
		const waiting = createStepper();
		waiting.request(100);
		expect(waiting.tick(50)).toEqual([]);
		expect(nextDeadline(waiting.state())).toBe(60);
		const resting = restingStepper();
		expect(resting.request(50)).toEqual([]);
		expect(nextDeadline(resting.state())).toBe(51);
	});

	test('back while fed: events count, and the interval is not of it', () => {
		const stepper = fedStepper(3);
		expect([...stepper.event(50), ...stepper.event(51)]).toEqual([]);
		expect(stepper.state()).toMatchObject({unasked: 3});
		expect(intervalOf(stepper.state())).toBe(1);
		expect(stepper.event(52)).toEqual([unsubscribed(1, 'unasked')]);
	});
});
