import {setImmediate as turn} from 'node:timers/promises';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, test} from 'vitest';
import type {DriverOptions} from '../source/driver.ts';
import {DriverError} from '../source/driver-error.ts';
import type {Target} from '../source/link.ts';
import type {Domain} from '../source/sample.ts';
import {createSampler, type Sampler, type SamplerSettings} from '../source/sampler.ts';
import type {DomainUsage} from '../source/usage/domain-usage.ts';
import type {Usage} from '../source/usage.ts';
import {createFakeClock, type FakeClock} from './helpers/fake-clock.ts';
import {createFakeDriver, type FakeDriver, fakeAddress, never, type Script} from './helpers/fake-driver.ts';
import {aDisk, aDomain, aSample} from './helpers/sample-builder.ts';

const gone = () => new DriverError('The socket is gone.', 'Start the guest.');

type World = {
	readonly clock: FakeClock;
	readonly sampler: Sampler;
	/** Seconds since the start at which refreshes were published. */
	readonly times: readonly number[];
	readonly last: () => Usage;
};

const start = (
	targets: (clock: FakeClock) => readonly Target[],
	settings: Partial<SamplerSettings> = {},
	options: Partial<DriverOptions> = {},
): World => {
	const clock = createFakeClock();
	const begin = clock.monotonic();
	const sampler = createSampler(
		targets(clock),
		{
			root: '/',
			clock,
			spawn: () => {
				throw new Error('Nothing is started here.');
			},
			readOnly: false,
			...options,
		},
		{delay: 2, firstDelay: 2, vcpus: false, frozen: false, sectors: 'physical', ...settings},
	);
	const times: number[] = [];
	sampler.usage.subscribe(() => times.push(clock.monotonic() - begin));
	return {
		clock,
		sampler,
		times,
		last() {
			const usage = sampler.usage.get();
			if (!usage) {
				throw new Error('Nothing was published.');
			}

			return usage;
		},
	};
};

/** A driver of one domain that is read anew at every call. */
const reading =
	(name = 'one', script: Partial<Script> = {}, domain: Partial<Domain> = {}) =>
	(clock: FakeClock): Target => ({
		driver: createFakeDriver({
			sample: () =>
				aSample([aDomain(name, {at: clock.monotonic(), cpuSeconds: clock.monotonic(), ...domain})], {
					host: {at: clock.monotonic()},
				}),
			...script,
		}),
		address: fakeAddress(name),
	});

const one =
	(...makers: ((clock: FakeClock) => Target)[]) =>
	(clock: FakeClock): readonly Target[] =>
		makers.map((make) => make(clock));

const names = ({domains}: Usage): readonly string[] => domains.map(({domain}) => domain.name);

describe('the rhythm', () => {
	test('is a refresh at once, a first pause of its own, and then one each delay', async () => {
		const {clock, sampler, times} = start(one(reading()), {firstDelay: 1});
		void sampler.run();
		await clock.advance(7);
		expect(times).toEqual([0, 1, 3, 5, 7]);
		await sampler.close();
	});

	test('counts from the beginning of a refresh, however long it took', async () => {
		const {clock, sampler, times} = start((clock) => [
			reading('one', {
				async sample() {
					await clock.sleep(0.5);
					return aSample([]);
				},
			})(clock),
		]);
		void sampler.run();
		await clock.advance(5);
		expect(times).toEqual([0.5, 2.5, 4.5]);
		await sampler.close();
	});

	test('ends after so many refreshes, without waiting', async () => {
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
		const {clock, sampler, times} = start((clock) => [
			reading('one', {
				async sample() {
					await clock.sleep(0.5);
					return aSample([]);
				},
			})(clock),
		]);
		void sampler.run();
		await clock.advance(0.4);
		sampler.refresh();
		await clock.advance(0.7);
		expect(times).toEqual([0.5, 1]);
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

describe('what is published', () => {
	test('has the moment, the interval and the rates', async () => {
		const {clock, sampler, last} = start(one(reading()));
		void sampler.run();
		await clock.advance(2);
		expect(last()).toMatchObject({at: clock.monotonic(), time: clock.wall(), interval: 2});
		expect(last().domains[0]?.cpuPercent).toBe(100);
		await sampler.close();
	});

	test('asks for virtual processors only where they are shown, and tells the delay', async () => {
		const asked: unknown[] = [];
		const {clock, sampler} = start(
			one(
				reading('one', {
					sample(_call, request) {
						asked.push(request);
						return aSample([]);
					},
				}),
			),
		);
		void sampler.run();
		await clock.settle();
		sampler.change({vcpus: true, delay: 3});
		await clock.advance(3);
		expect(asked).toEqual([
			{vcpus: false, delay: 2},
			{vcpus: true, delay: 3},
		]);
		await sampler.close();
	});

	test('another sector size changes what is shown at once, and no rate jumps after', async () => {
		const disk = (clock: FakeClock) =>
			aDisk('xvda', {readSectors: clock.monotonic() * 10, writeSectors: 0, physicalSectorBytes: 4096});
		const {clock, sampler, last} = start((clock) => [
			reading('one', {
				sample: () => aSample([aDomain('web', {at: clock.monotonic(), disks: [disk(clock)]})]),
			})(clock),
		]);
		void sampler.run();
		await clock.advance(2);
		const shown = () => last().domains[0]?.readBytesPerSecond;
		expect(shown()).toBe(40_960);
		sampler.change({sectors: '512'});
		expect(shown()).toBe(5120);
		await clock.advance(2);
		expect(shown()).toBe(5120);
		await sampler.close();
	});
});

describe('a broken connection', () => {
	test('delays no other beyond the deadline, and its rows grow old', async () => {
		const stuck = reading('stuck', {});
		const {clock, sampler, last, times} = start((clock) => {
			const target = stuck(clock);
			const first = aSample([aDomain('stuck', {at: clock.monotonic()})], {host: {id: 'far'}});
			return [
				{...target, driver: createFakeDriver({sample: (call) => (call === 1 ? first : never())})},
				reading('well')(clock),
			];
		});
		void sampler.run();
		await clock.advance(10);
		expect(times).toEqual([0, 3.6, 5.6, 7.6, 9.6].map((time) => expect.closeTo(time)));
		const ages = Object.fromEntries(last().domains.map(({domain, age}) => [domain.name, age]));
		expect(ages.stuck).toBeCloseTo(9.6);
		expect(ages.well).toBeCloseTo(1.6);
		expect(last().problems.map(({kind, uri}) => [kind, uri])).toEqual([['late', 'fake:///stuck']]);
		await sampler.close();
	});

	test('that heeds the signal is asked every time', async () => {
		const {clock, sampler, times} = start((clock) => {
			const slow = createFakeDriver({
				sample: (_call, _request, signal) =>
					new Promise((resolve) => {
						signal.addEventListener('abort', () => resolve(aSample([aDomain('slow', {at: 1})])));
					}),
			});
			return [{driver: slow, address: fakeAddress('slow')}, reading('well')(clock)];
		});
		void sampler.run();
		await clock.advance(9);
		expect(times).toEqual([1.5, 3.5, 5.5, 7.5]);
		await sampler.close();
	});

	test('that fails to connect is a problem, and the others are read', async () => {
		const {clock, sampler, last} = start(
			one(
				reading('bad', {
					connect() {
						throw gone();
					},
				}),
				reading('well'),
			),
		);
		void sampler.run();
		await clock.advance(2);
		expect(names(last())).toEqual(['well']);
		expect(last().problems).toMatchObject([
			{uri: 'fake:///bad', kind: 'connect', message: 'The socket is gone.'},
		]);
		expect(last().connections.map(({status}) => status.state)).toEqual(['lost', 'reading']);
		await sampler.close();
	});

	test('keeps its rows with growing age, and comes back', async () => {
		const {clock, sampler, last} = start((clock) => [
			reading('one', {
				sample(call) {
					if (call === 2) {
						throw gone();
					}

					return aSample([aDomain('web', {at: clock.monotonic()})]);
				},
			})(clock),
		]);
		void sampler.run();
		await clock.advance(2);
		expect([names(last()), last().domains[0]?.age, last().problems[0]?.kind]).toEqual([['web'], 2, 'lost']);
		await clock.advance(2);
		expect([last().domains[0]?.age, last().problems]).toEqual([0, []]);
		await sampler.close();
	});
});

describe('statuses', () => {
	test('are told as they happen, by connection', async () => {
		const door = Promise.withResolvers<void>();
		const {clock, sampler} = start(one(reading('slow', {connect: () => door.promise}), reading('well')));
		void sampler.run();
		await clock.settle();
		expect([...sampler.statuses.get().keys()]).toEqual(['fake:///well']);
		door.resolve();
		await clock.settle();
		expect([...sampler.statuses.get()].map(([uri, {state}]) => [uri, state])).toEqual([
			['fake:///well', 'reading'],
			['fake:///slow', 'reading'],
		]);
		await sampler.close();
	});
});

describe('other targets', () => {
	test('are read from the next refresh on, and the old ones are closed and forgotten', async () => {
		let old: FakeDriver | undefined;
		const {clock, sampler, last} = start((clock) => {
			const target = reading('old')(clock);
			old = target.driver as FakeDriver;
			return [target];
		});
		void sampler.run();
		await clock.settle();
		await sampler.retarget([reading('new')(clock)]);
		expect(old?.open()).toBe(0);
		await clock.advance(2);
		expect(names(last())).toEqual(['new']);
		expect(last().connections.map(({uri}) => uri)).toEqual(['fake:///new']);
		expect([...sampler.statuses.get().keys()]).toEqual(['fake:///new']);
		await sampler.close();
	});

	test('while a refresh is under way end it without a problem', async () => {
		const wire = Promise.withResolvers<never>();
		const {clock, sampler, last} = start(
			one(reading('old', {sample: () => wire.promise, close: () => wire.reject(gone())})),
		);
		void sampler.run();
		await clock.settle();
		await sampler.retarget([reading('new')(clock)]);
		await clock.advance(4);
		expect([names(last()), last().problems]).toEqual([['new'], []]);
		await sampler.close();
	});
});

describe('setting a balloon period', () => {
	const set: unknown[] = [];
	const settable = (changes: Partial<Domain> = {}) =>
		reading(
			'web',
			{
				setBalloonPeriod: async (domain, seconds) => {
					set.push([domain, seconds]);
					return seconds;
				},
			},
			changes,
		);

	const shown = async ({clock, sampler, last}: World): Promise<DomainUsage> => {
		void sampler.run();
		await clock.settle();
		const [usage] = last().domains;
		if (!usage) {
			throw new Error('There is one domain.');
		}

		return usage;
	};

	const refusal = async (world: World, usage?: DomainUsage): Promise<string> => {
		const asked = usage ?? (await shown(world));
		const error = await world.sampler.setBalloonPeriod(asked, 5).catch((error: unknown) => error);
		await world.sampler.close();
		expect(error).toBeInstanceOf(DriverError);
		return (error as DriverError).message;
	};

	test('reaches the domain in its incarnation, on its own connection', async () => {
		const world = start(one(reading('other'), settable()));
		const usage = (await shown(world)) && world.last().domains.find(({domain}) => domain.name === 'web');
		expect(usage && (await world.sampler.setBalloonPeriod(usage, 5))).toBe(5);
		expect(set).toEqual([[{key: 'web', name: 'web', incarnation: 'first'}, 5]]);
		await world.sampler.close();
	});

	test('is refused when read-only', async () => {
		expect(await refusal(start(one(settable()), {}, {readOnly: true}))).toBe(
			'Nothing may be changed under --read-only.',
		);
	});

	test('is refused where the domain says so, or the hypervisor cannot', async () => {
		expect(await refusal(start(one(settable({memory: {periodRefusal: 'no balloon device'}}))))).toBe(
			'The period of web cannot be set: no balloon device.',
		);
		expect(await refusal(start(one(reading('web'))))).toBe(
			'The period of web cannot be set: not on this hypervisor.',
		);
	});

	test('is refused where the connection is lost, or no longer there', async () => {
		const lost = start((clock) => [
			reading('web', {
				setBalloonPeriod: async () => 5,
				sample(call) {
					if (call === 2) {
						throw gone();
					}

					return aSample([aDomain('web', {at: clock.monotonic()})]);
				},
			})(clock),
		]);
		const usage = await shown(lost);
		await lost.clock.advance(2);
		expect(await refusal(lost, usage)).toBe('The period of web cannot be set: the connection is lost.');

		const moved = start(one(settable()));
		const before = await shown(moved);
		await moved.sampler.retarget([reading('new')(moved.clock)]);
		expect(await refusal(moved, before)).toContain('the connection is lost');
	});

	test('is refused in the hypervisor’s own words', async () => {
		const world = start(one(reading('web', {setBalloonPeriod: () => Promise.reject(gone())})));
		expect(await refusal(world)).toBe('The socket is gone.');
	});
});

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
});
