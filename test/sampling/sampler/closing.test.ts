import {setImmediate as turn} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, test} from 'vitest';
import {never} from '../../helpers/fake-driver.ts';
import {one, reading, start} from '../../helpers/sampler-world.ts';

describe('closing', () => {
	test('ends the run at once, wherever it is, and leaves no timer', async () => {
		for (const seconds of [0, 0.5, 3.7]) {
			const {clock, sampler} = start(one(reading(), reading('stuck', {sample: () => never()})));
			let over = false;
			void sampler.run().then(() => {
				over = true;
			});
			await clock.advance(seconds);
			await sampler.close();
			await clock.advance(0.2);
			expect([over, clock.sleeping()]).toEqual([true, []]);
		}
	});

	test('while frozen too', async () => {
		const {clock, sampler} = start(one(reading()), {frozen: true});
		const run = sampler.run();
		await clock.settle();
		await sampler.close();
		await run;
		expect(clock.sleeping()).toEqual([]);
	});

	test('publishes nothing more, and twice is once', async () => {
		const {clock, sampler, times} = start(one(reading('slow', {sample: () => never()})));
		void sampler.run();
		await clock.advance(1);
		await Promise.all([sampler.close(), sampler.close()]);
		await clock.advance(60);
		expect(times).toEqual([]);
	});

	test('before the start leaves nothing to run', async () => {
		const {sampler, times} = start(one(reading()));
		await sampler.close();
		await sampler.run();
		expect(times).toEqual([]);
	});

	test('holds no timer between refreshes but the one it waits by', async () => {
		const {clock, sampler} = start(one(reading(), reading('two')));
		void sampler.run();
		await clock.advance(20);
		expect(clock.sleeping()).toEqual([2]);
		await sampler.close();
	});
});

test('without targets it publishes empty refreshes', async () => {
	const {sampler, last} = start(() => []);
	await sampler.run(1);
	expect(last()).toMatchObject({connections: [], domains: [], problems: []});
	await sampler.close();
});

/** A leak of a kilobyte a refresh would be five megabytes here. */
test('thousands of refreshes leave nothing behind', async () => {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const {clock, sampler} = start(one(reading(), reading('two')));
	void sampler.run();
	const heapAfter = async (refreshes: number): Promise<number> => {
		for (let count = 0; count < refreshes; count++) {
			await clock.advance(2);
		}

		// What finalizers hold goes a turn later.
		for (let round = 0; round < 3; round++) {
			await turn();
			collect();
		}

		return process.memoryUsage().heapUsed;
	};
	const before = await heapAfter(2000);
	expect((await heapAfter(5000)) - before).toBeLessThan(1_500_000);
	await sampler.close();
}, 60_000);
