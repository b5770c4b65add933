import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createChildTime} from '../../../../drivers/xen/hypervisor/child-time.ts';

test('nothing is known before a line was read', () => {
	expect(createChildTime().ours(7)).toBeUndefined();
});

test('the line that was read soonest after it was written sets the clock', () => {
	const time = createChildTime();
	time.learn(5000, 100.4);
	expect(time.ours(5000)).toBeCloseTo(100.4);
	time.learn(5002, 102.001);
	expect(time.ours(5002)).toBeCloseTo(102.001);
	time.learn(5004, 107);
	expect(time.ours(5004)).toBeCloseTo(104.001);
});

test('it never falls, whatever is learned', () => {
	const time = createChildTime();
	time.learn(5000, 103);
	expect(time.ours(5000)).toBe(103);
	time.learn(5000.5, 100.5);
	expect(time.ours(5000.5)).toBe(103);
	expect(time.ours(5004)).toBe(104);
});

test('however late answers are read, spans are the child’s, once one was read at once', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({min: 0, max: 30, noNaN: true}), {minLength: 1, maxLength: 20}),
			(delays) => {
				const time = createChildTime();
				time.learn(0, 1000);
				for (const [place, delay] of delays.entries()) {
					const seconds = (place + 1) * 2;
					time.learn(seconds, 1000 + seconds + delay);
					expect(time.ours(seconds)).toBe(1000 + seconds);
				}
			},
		),
	);
});
