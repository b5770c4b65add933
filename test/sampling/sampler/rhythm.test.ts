import {describe, expect, test} from 'vitest';
import type {FakeClock} from '../../helpers/fake-clock.ts';
import {never} from '../../helpers/fake-driver.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import {gone, names, one, reading, start} from '../../helpers/sampler-world.ts';

/** One driver that takes half a second to read. */
const slow = (clock: FakeClock) => [
	reading('one', {
		async sample() {
			await clock.sleep(0.5);
			return aSample([]);
		},
	})(clock),
];

describe('the rhythm', () => {
	test('is a refresh at once, a first pause of its own, and then one each delay', async () => {
		const {clock, sampler, times} = start(one(reading()), {firstDelay: 1});
		void sampler.run();
		await clock.advance(7);
		expect(times).toEqual([0, 1, 3, 5, 7]);
		await sampler.close();
	});

	test('counts from the beginning of a refresh, however long it took, but from the end of the first', async () => {
		const {clock, sampler, times} = start(slow);
		void sampler.run();
		await clock.advance(5);
		expect(times).toEqual([0.5, 3, 5]);
		await sampler.close();
	});

	test('waits longer for the first connections where it may, for all of them, and no longer than that', async () => {
		const connecting = (clock: FakeClock) => {
			const target = reading('slow')(clock);
			const {driver} = target;
			return {
				...target,
				driver: {
					...driver,
					connect: async (...parameters: Parameters<typeof driver.connect>) => {
						await clock.sleep(6);
						return driver.connect(...parameters);
					},
				},
			};
		};
		const alone = start((clock) => [connecting(clock)], {firstExtraSeconds: 10});
		void alone.sampler.run(1);
		await alone.clock.advance(7);
		expect(alone.times).toEqual([6]);
		expect(alone.sampler.usage.get()?.problems).toEqual([]);

		const hasty = start((clock) => [connecting(clock)]);
		void hasty.sampler.run(1);
		await hasty.clock.advance(7);
		expect(hasty.times[0]).toBeLessThan(2);

		const both = start((clock) => [reading('prompt')(clock), connecting(clock)], {firstExtraSeconds: 10});
		void both.sampler.run(1);
		await both.clock.advance(7);
		expect(both.times).toEqual([6]);
		expect(both.sampler.usage.get()?.problems).toEqual([]);
		expect(names(both.last())).toEqual(['prompt', 'slow']);

		const failing = reading('failing', {connect: () => Promise.reject(gone())});
		const settled = start((clock) => [failing(clock), connecting(clock)], {firstExtraSeconds: 10});
		void settled.sampler.run(1);
		await settled.clock.advance(7);
		expect(settled.times).toEqual([6]);

		const endless = reading('endless', {connect: () => never()});
		const bounded = start((clock) => [reading('prompt')(clock), endless(clock)], {firstExtraSeconds: 10});
		void bounded.sampler.run(2);
		await bounded.clock.advance(20);
		expect(bounded.times[0]).toBeCloseTo(11.6);
		// Something was read: the next one takes no longer than any other.
		expect(bounded.times[1]).toBeCloseTo(15.2);
		expect(bounded.last().problems).toMatchObject([{kind: 'late'}]);
	});

	test('ends after the given number of refreshes, without waiting', async () => {
		const {clock, sampler, times} = start(one(reading()));
		let over = false;
		void sampler.run(3).then(() => {
			over = true;
		});
		await clock.advance(3.9);
		expect(over).toBe(false);
		await clock.advance(0.1);
		expect([over, times]).toEqual([true, [0, 2, 4]]);
		await clock.advance(60);
		expect(times.length).toBe(3);
		await sampler.close();
	});

	test('of a new delay counts from the last refresh', async () => {
		const {clock, sampler, times} = start(one(reading()), {delay: 10, firstDelay: 10});
		void sampler.run();
		await clock.advance(12);
		sampler.change({delay: 1});
		await clock.advance(1.5);
		expect(times).toEqual([0, 10, 12, 13]);
		sampler.change({delay: 5});
		await clock.advance(4.4);
		expect(times.length).toBe(4);
		await clock.advance(0.1);
		expect(times.length).toBe(5);
		await sampler.close();
	});

	test('of a new delay holds before the second refresh too', async () => {
		const {clock, sampler, times} = start(one(reading()), {delay: 10, firstDelay: 5});
		void sampler.run();
		await clock.advance(1);
		sampler.change({delay: 2});
		await clock.advance(1);
		expect(times).toEqual([0, 2]);
		await sampler.close();
	});

	test('can be hastened, and goes on from there', async () => {
		const {clock, sampler, times} = start(one(reading()));
		void sampler.run();
		await clock.advance(0.5);
		sampler.refresh();
		await clock.advance(1.9);
		expect(times).toEqual([0, 0.5]);
		await clock.advance(0.1);
		expect(times).toEqual([0, 0.5, 2.5]);
		await sampler.close();
	});

	test('is hastened no more than rates bear, however often that is asked', async () => {
		const {clock, sampler, times} = start(one(reading()));
		void sampler.run();
		for (let presses = 0; presses < 100; presses++) {
			sampler.refresh();
			await clock.advance(0.01);
		}

		expect(times.length).toBeGreaterThanOrEqual(2);
		expect(times.length).toBeLessThanOrEqual(12);
		await sampler.close();
	});

	test('is hastened by what was asked for while a refresh was under way', async () => {
		const {clock, sampler, times} = start(slow);
		void sampler.run();
		await clock.advance(0.4);
		sampler.refresh();
		await clock.advance(0.8);
		expect(times).toEqual([0.5, expect.closeTo(1.1)]);
		await sampler.close();
	});

	test('stands still while frozen, but for a refresh asked for, and goes on at once after', async () => {
		const {clock, sampler, times} = start(one(reading()));
		void sampler.run();
		await clock.settle();
		sampler.change({frozen: true});
		await clock.advance(10_000);
		expect(times).toEqual([0]);
		sampler.refresh();
		await clock.advance(1);
		expect(times).toEqual([0, 10_000]);
		await clock.advance(100);
		sampler.change({frozen: false});
		await clock.settle();
		expect(times).toEqual([0, 10_000, 10_101]);
		await sampler.close();
	});
});
