import {describe, expect, test} from 'vitest';
import {deferred} from '../../../source/async/wait.ts';
import type {FakeClock} from '../../helpers/fake-clock.ts';
import {createFakeDriver, type FakeDriver, fakeAddress, never} from '../../helpers/fake-driver.ts';
import {aDisk, aDomain, aSample} from '../../helpers/sample-builder.ts';
import {gone, names, one, reading, start} from '../../helpers/sampler-world.ts';

describe('what is published', () => {
	test('has the moment, the interval and the rates', async () => {
		const {clock, sampler, last} = start(one(reading()));
		void sampler.run();
		await clock.advance(2);
		expect(last()).toMatchObject({at: clock.monotonic(), time: clock.wall(), interval: 2});
		expect(last().domains[0]?.cpuPercent).toBe(100);
		await sampler.close();
	});

	test('tells the drivers the present delay', async () => {
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
		sampler.change({delay: 3});
		await clock.advance(3);
		expect(asked).toEqual([{delay: 2}, {delay: 3}]);
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
		expect(times).toEqual([1.5, 5, 7, 9]);
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
	test('are reported as they happen, by connection', async () => {
		const door = deferred<void>();
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
		const wire = deferred<never>();
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
