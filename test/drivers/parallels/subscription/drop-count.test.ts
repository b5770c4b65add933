import {describe, expect, test} from 'vitest';
import {dropCountOf, intervalOf} from '../../../../drivers/parallels/subscription/drop-count.ts';
import {createStepper, subscribed, unsubscribed} from './stepper.ts';

describe('the drop count', () => {
	test.each([
		[0.1, 1, 3],
		[1, 1, 3],
		[1.5, 1, 3],
		[2, 1, 4],
		[10, 1, 20],
		[60, 1, 120],
		[60, 10, 12],
		[2, 4.7, 3],
		[0, 1, 3],
		[Number.NaN, 1, 3],
		[1, 0, 3],
		[Number.POSITIVE_INFINITY, 1, 3],
	])('of a delay of %s s at an event every %s s is %i', (delay, interval, count) => {
		expect(dropCountOf(delay, interval)).toBe(count);
	});

	/** What a screen with this delay makes of events at this interval, in ten minutes. */
	const effectsOf = (delay: number, interval: number) => {
		const stepper = createStepper();
		const times = (every: number) => Array.from({length: Math.ceil(600 / every)}, (_, turn) => turn * every);
		return [
			...times(delay).map((at) => ({at, isRequest: true})),
			...times(interval).map((at) => ({at: at + interval, isRequest: false})),
		]
			.sort((one, other) => one.at - other.at)
			.flatMap(({at, isRequest}) =>
				isRequest ? stepper.request(at, dropCountOf(delay, intervalOf(stepper.state()))) : stepper.event(at),
			);
	};

	test.each([0.5, 1, 2, 3, 5, 10, 60])('keeps a screen with a delay of %s s from flapping', (delay) => {
		for (const interval of [0.9, 1, 1.1, 4.7]) {
			expect(effectsOf(delay, interval)).toEqual([subscribed(1)]);
		}
	});

	test('learns from the first subscription where events come quicker than was thought', () => {
		expect(effectsOf(60, 0.3)).toEqual([subscribed(1), unsubscribed(1, 'unasked'), subscribed(2)]);
	});
});

describe('the interval between events', () => {
	const intervalAfter = (times: readonly number[]): number => {
		const stepper = createStepper();
		stepper.request(0, 1000);
		for (const at of times) {
			stepper.event(at);
		}

		return intervalOf(stepper.state());
	};

	test('is a second until it was measured, and then the middle of the last', () => {
		expect([intervalAfter([]), intervalAfter([5])]).toEqual([1, 1]);
		expect(intervalAfter([5, 7])).toBe(2);
		expect(intervalAfter([0, 5, 10, 15, 20, 25, 27, 29, 31])).toBe(2);
	});

	test('is shifted neither by a suspension nor by a burst', () => {
		expect(intervalAfter([1, 3, 5, 4000, 4002])).toBe(2);
		expect(intervalAfter([1, 3, 5, 5.01, 5.02, 5.03, 7])).toBe(2);
		expect(intervalAfter([1, 4000])).toBe(10);
	});
});
