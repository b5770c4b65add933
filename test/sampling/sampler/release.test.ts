import {expect, test} from 'vitest';
import {never} from '../../helpers/fake-driver.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import {gone, one, reading, start} from '../../helpers/sampler-world.ts';

test('a release reaches every connection that is open and holds something', async () => {
	const released: string[] = [];
	const holding = (name: string) => reading(name, {release: async () => void released.push(name)});
	const {clock, sampler} = start(
		one(
			holding('one'),
			reading('holds nothing'),
			reading('lost', {
				release: async () => void released.push('lost'),
				connect() {
					throw gone();
				},
			}),
			holding('two'),
		),
	);
	await sampler.release();
	expect(released).toEqual([]);
	void sampler.run();
	await clock.settle();
	await sampler.release();
	expect(released).toEqual(['one', 'two']);
	await sampler.close();
});

test('one that cannot, or hangs, delays the end by half a second at most', async () => {
	const {clock, sampler} = start(
		one(
			reading('fails', {release: () => Promise.reject(gone())}),
			reading('throws', {
				release() {
					throw gone();
				},
			}),
			reading('hangs', {release: () => never()}),
		),
	);
	void sampler.run();
	await clock.settle();
	let over = false;
	void sampler.release().then(() => {
		over = true;
	});
	await clock.advance(0.4);
	expect(over).toBe(false);
	await clock.advance(0.2);
	expect([over, clock.sleeping()]).toEqual([true, [2]]);
	await sampler.close();
});

test('a release that is done leaves no timer, and the next refresh reads again', async () => {
	let samples = 0;
	const {clock, sampler} = start(
		one(
			reading('one', {
				release: async () => {},
				sample() {
					samples++;
					return aSample([]);
				},
			}),
		),
	);
	void sampler.run();
	await clock.settle();
	await sampler.release();
	await clock.settle();
	expect(clock.sleeping()).toEqual([2]);
	await clock.advance(2);
	expect(samples).toBe(2);
	await sampler.close();
});
