import {describe, expect, test} from 'vitest';
import {deferred} from '../../../source/async/wait.ts';
import type {Sample} from '../../../source/model/sample.ts';
import {never} from '../../helpers/fake-driver.ts';
import {gone, kinds, ok, request, world} from '../../helpers/link-world.ts';

describe('a driver that does not keep its word', () => {
	test('and ignores the signal is left outstanding: the last reading stays, and it is reported', async () => {
		const {driver, read} = world({sample: (call) => (call === 1 ? ok(1) : never())});
		await read();
		const late = await read();
		expect([late.sample, late.status.state]).toEqual([ok(1), 'reading']);
		expect(late.problems).toEqual([
			{
				kind: 'late',
				message: 'fake:///one has not answered for 2 s.',
				advice: 'The numbers shown are its last; it is asked again as soon as it answers.',
			},
		]);
		const later = await read();
		expect(kinds(later)).toEqual(['late']);
		expect(later.problems[0]?.message).toBe('fake:///one has not answered for 3 s.');
		expect(driver.samples()).toBe(2);
	});

	test('and never answered has no last numbers that could be shown', async () => {
		const {read} = world({sample: () => never()});
		const [problem] = (await read()).problems;
		expect(problem?.kind).toBe('late');
		expect(problem?.advice).not.toContain('numbers');
		expect(problem?.advice).not.toContain('again');
	});

	test('is given a grace after the signal, and then no more', async () => {
		const {clock, link} = world({sample: () => never()});
		const deadline = new AbortController();
		let over = false;
		void link.read(request, deadline.signal).then(() => {
			over = true;
		});
		await clock.advance(60);
		expect(over).toBe(false);
		deadline.abort();
		await clock.advance(0.09);
		expect(over).toBe(false);
		await clock.advance(0.02);
		expect(over).toBe(true);
		expect(clock.sleeping()).toEqual([]);
	});

	test('only by a little holds no timer longer', async () => {
		const {clock, link} = world({
			sample: (call, _request, signal) =>
				new Promise((resolve) => {
					signal.addEventListener('abort', () => setImmediate(() => resolve(ok(call))));
				}),
		});
		const deadline = new AbortController();
		const reading = link.read(request, deadline.signal);
		await clock.settle();
		deadline.abort();
		expect(kinds(await reading)).toEqual([]);
		await clock.settle();
		expect(clock.sleeping()).toEqual([]);
	});

	test('and answers late has its answer shown at the next reading, and is asked again', async () => {
		const slow = deferred<Sample>();
		const {clock, read} = world({
			sample: (call) => (call === 1 ? slow.promise : call === 2 ? ok(2) : never()),
		});
		expect(kinds(await read())).toEqual(['late']);
		slow.resolve(ok(1));
		await clock.settle();
		const next = await read();
		expect([next.sample, kinds(next)]).toEqual([ok(2), []]);
		const last = await read();
		expect([last.sample, kinds(last)]).toEqual([ok(2), ['late']]);
	});

	test('and never connects is reported, and is asked once', async () => {
		const {driver, read, link, clock} = world({connect: () => never(), sample: ok});
		expect(kinds(await read())).toEqual(['late']);
		expect(kinds(await read())).toEqual(['late']);
		expect(driver.attempts.length).toBe(1);
		await link.close();
		expect(clock.sleeping()).toEqual([]);
	});
});

describe('closing', () => {
	test('closes the connection, twice is once', async () => {
		const {driver, read, link} = world({sample: ok});
		await read();
		await link.close();
		await link.close();
		expect([driver.open(), link.connection()]).toEqual([0, undefined]);
	});

	test('a connection that opens after it is closed at once, and never read', async () => {
		const door = deferred<void>();
		const {clock, driver, link} = world({connect: () => door.promise, sample: ok});
		const reading = link.read(request, new AbortController().signal);
		await clock.settle();
		await link.close();
		door.resolve();
		await reading;
		expect([driver.open(), driver.samples(), link.connection()]).toEqual([0, 0, undefined]);
	});

	test('is no loss: a sample that fails by it is no problem', async () => {
		const wire = deferred<Sample>();
		const {clock, link, statuses} = world({sample: () => wire.promise, close: () => wire.reject(gone())});
		const reading = link.read(request, new AbortController().signal);
		await clock.settle();
		await link.close();
		expect(kinds(await reading)).toEqual([]);
		expect(statuses.map(({state}) => state)).toEqual(['reading']);
	});

	test('never rejects, and nothing is tried or reported after it', async () => {
		const {clock, driver, read, link, statuses} = world({
			sample: ok,
			close: () => Promise.reject(new Error('Already closed.')),
		});
		await read();
		await link.close();
		const told = statuses.length;
		await clock.advance(60);
		await read();
		expect([driver.attempts.length, statuses.length]).toEqual([1, told]);
	});
});
