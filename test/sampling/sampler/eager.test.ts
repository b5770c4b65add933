import {describe, expect, test} from 'vitest';
import type {SamplerSettings} from '../../../source/sampling/sampler.ts';
import {one, reading, start, type World} from '../../helpers/sampler-world.ts';

type Telling = World & {readonly tell: () => void};

/** A driver that tells of a change when it is made to. */
const telling = (settings: Partial<SamplerSettings>): Telling => {
	let tell = (): void => {};
	const driver = reading('one', {
		connect(_attempt, {onChange}) {
			tell = () => onChange?.();
		},
	});
	return {...start(one(driver), {delay: 10, firstDelay: 10, ...settings}), tell: () => tell()};
};

describe('a change that a driver tells of', () => {
	test('is shown soon, and the ordinary delay counts on from there', async () => {
		const {clock, sampler, times, tell} = telling({eager: true});
		void sampler.run();
		await clock.advance(4);
		tell();
		await clock.advance(15);
		expect(times).toEqual([0, 4, 14]);
		await sampler.close();
	});

	test('costs one refresh a second at most, however many there are', async () => {
		const {clock, sampler, times, tell} = telling({eager: true});
		void sampler.run();
		await clock.settle();
		for (let tenths = 0; tenths < 35; tenths++) {
			tell();
			tell();
			await clock.advance(0.1);
		}

		await clock.advance(8);
		expect(times.map((time) => Number(time.toFixed(3)))).toEqual([0, 1, 2, 3, 4]);
		await sampler.close();
	});

	test('delays no refresh that would come before', async () => {
		const {clock, sampler, times, tell} = telling({eager: true, delay: 0.5, firstDelay: 0.5});
		void sampler.run();
		await clock.settle();
		tell();
		await clock.advance(1);
		expect(times).toEqual([0, 0.5, 1]);
		await sampler.close();
	});

	test('waits while it is frozen', async () => {
		const {clock, sampler, times, tell} = telling({eager: true});
		void sampler.run();
		await clock.settle();
		tell();
		sampler.change({frozen: true});
		tell();
		await clock.advance(100);
		expect(times).toEqual([0]);
		await sampler.close();
	});

	test('changes nothing where the sampler is not eager: neither the beat nor the count', async () => {
		const {clock, sampler, times, tell} = telling({});
		void sampler.run(2);
		await clock.advance(4);
		tell();
		await clock.advance(20);
		expect(times).toEqual([0, 10]);
	});
});
