import {getEventListeners} from 'node:events';
import {setImmediate as turn} from 'node:timers/promises';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createLimit} from '../../source/async/limit.ts';
import {deferred} from '../../source/async/wait.ts';

/** A job that ends by hand. */
const aJob = (name: string, started: string[]) => {
	const {promise, resolve, reject} = deferred<string>();
	return {
		run: () => {
			started.push(name);
			return promise;
		},
		end: () => resolve(name),
		fail: () => reject(new Error(name)),
	};
};

const someJobs = (...names: readonly string[]) => {
	const started: string[] = [];
	return {started, jobs: names.map((name) => aJob(name, started))};
};

describe('a limit', () => {
	test('starts at once what it has room for, and the others in the order of asking', async () => {
		const limit = createLimit(2);
		const {started, jobs} = someJobs('a', 'b', 'c', 'd');
		const answers = jobs.map(({run}) => limit(run));
		expect(started).toEqual(['a', 'b']);
		jobs[1]?.end();
		expect(await answers[1]).toBe('b');
		await turn();
		expect(started).toEqual(['a', 'b', 'c']);
		for (const {end} of jobs) {
			end();
		}

		expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd']);
		expect(started).toEqual(['a', 'b', 'c', 'd']);
		expect(limit.running()).toBe(0);
	});

	test('starts no job before a job that waits', async () => {
		const limit = createLimit(1);
		const {started, jobs} = someJobs('first', 'waiting', 'late');
		const [first, waiting, late] = jobs;
		const lateAnswer = limit(first?.run ?? (() => '')).then(() => limit(late?.run ?? (() => '')));
		const waited = limit(waiting?.run ?? (() => ''));
		first?.end();
		await turn();
		expect(started).toEqual(['first', 'waiting']);
		waiting?.end();
		late?.end();
		expect(await Promise.all([waited, lateAnswer])).toEqual(['waiting', 'late']);
	});

	test.each([
		[
			'rejects',
			async () => {
				throw new Error('no');
			},
		],
		[
			'throws before it begins to wait',
			() => {
				throw new Error('no');
			},
		],
	] as const)('has room again after a job that %s', async (_name, fail) => {
		const limit = createLimit(1);
		await expect(limit(fail)).rejects.toThrow('no');
		expect(limit.running()).toBe(0);
		const both = [limit(fail), limit(() => 'next')];
		await expect(both[0]).rejects.toThrow('no');
		expect(await both[1]).toBe('next');
	});

	test('gives what the job gives, also at once', async () => {
		expect(await createLimit(1)(() => 7)).toBe(7);
	});
});

describe('the signal', () => {
	test('of one that waits removes it, and the next has its turn', async () => {
		const limit = createLimit(1);
		const controller = new AbortController();
		const {started, jobs} = someJobs('a', 'b', 'c');
		const [a, b, c] = jobs.map(({run}, index) => limit(run, index === 1 ? controller.signal : undefined));
		controller.abort(new Error('enough'));
		await expect(b).rejects.toThrow('enough');
		expect(limit.running()).toBe(1);
		jobs[0]?.end();
		jobs[2]?.end();
		expect(await Promise.all([a, c])).toEqual(['a', 'c']);
		expect(started).toEqual(['a', 'c']);
		expect(limit.running()).toBe(0);
	});

	test('that fired before starts nothing, where there is room too', async () => {
		const limit = createLimit(1);
		const {started, jobs} = someJobs('a');
		await expect(limit(jobs[0]?.run ?? (() => ''), AbortSignal.abort(new Error('enough')))).rejects.toThrow(
			'enough',
		);
		expect([started, limit.running()]).toEqual([[], 0]);
	});

	test('does nothing to a job that has started, and nothing stays with it', async () => {
		const limit = createLimit(1);
		const controller = new AbortController();
		const {signal} = controller;
		const {started, jobs} = someJobs('a', 'b');
		const answers = jobs.map(({run}) => limit(run, signal));
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
		jobs[0]?.end();
		await turn();
		expect(started).toEqual(['a', 'b']);
		expect(getEventListeners(signal, 'abort')).toHaveLength(0);
		controller.abort();
		expect(limit.running()).toBe(1);
		jobs[1]?.end();
		expect(await Promise.all(answers)).toEqual(['a', 'b']);
	});
});

test('whatever ends, fails or leaves: never too many at once, none lost, in the order of asking', async () => {
	const ways = fc.array(fc.constantFrom('end', 'fail', 'throw', 'leave'), {maxLength: 30});
	await fc.assert(
		fc.asyncProperty(fc.integer({min: 1, max: 4}), ways, async (count, plan) => {
			const limit = createLimit(count);
			const started: number[] = [];
			let most = 0;
			const run = (way: string, index: number) => {
				const controller = new AbortController();
				const work = limit(() => {
					started.push(index);
					most = Math.max(most, limit.running());
					if (way === 'throw') {
						throw new Error('thrown');
					}

					return turn().then(() => {
						if (way === 'fail') {
							throw new Error('failed');
						}
					});
				}, controller.signal);
				if (way === 'leave') {
					controller.abort();
				}

				return work.then(
					() => 'well',
					() => 'badly',
				);
			};

			const ends = await Promise.all(plan.map(run));
			expect(ends).toHaveLength(plan.length);
			expect(most).toBeLessThanOrEqual(count);
			expect(started).toEqual(started.toSorted((one, other) => one - other));
			const missed = plan.filter((_way, index) => !started.includes(index));
			expect(new Set(missed)).toEqual(new Set(missed.filter((way) => way === 'leave')));
			expect(limit.running()).toBe(0);
		}),
	);
});
