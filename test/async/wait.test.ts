import {getEventListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {
	anySignal,
	deferred,
	patientClock,
	settledWhileMoving,
	settledWithin,
	untilAborted,
	withTimeout,
} from '../../source/async/wait.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

const fires = (signal: AbortSignal): Promise<string> =>
	new Promise((resolve) => {
		if (signal.aborted) {
			resolve('fired');
		}

		signal.addEventListener('abort', () => resolve('fired'));
	});

const listening = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('a job under several signals', () => {
	test.each([0, 1])('ends with the signal %i, and leaves nothing with the others', async (index) => {
		const controllers = [new AbortController(), new AbortController()];
		const signals = controllers.map(({signal}) => signal);
		const work = anySignal(signals, fires);
		expect(signals.map(listening)).toEqual([1, 1]);
		controllers[index]?.abort();
		expect(await work).toBe('fired');
		expect(signals.map(listening)).toEqual([0, 0]);
	});

	test('that fired before ends at once, and one that fails leaves nothing', async () => {
		expect(await anySignal([AbortSignal.abort(), new AbortController().signal], fires)).toBe('fired');
		const {signal} = new AbortController();
		await expect(anySignal([signal], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(listening(signal)).toBe(0);
	});
});

describe('a job within a number of seconds', () => {
	test('is told when they are over', async () => {
		const clock = createFakeClock();
		let isOver = false;
		const work = withTimeout({clock, seconds: 2}, new AbortController().signal, fires).then(() => {
			isOver = true;
		});
		await clock.advance(1.9);
		expect(isOver).toBe(false);
		await clock.advance(0.1);
		await work;
		expect(clock.sleeping()).toEqual([]);
	});

	test('that ends before leaves no timer', async () => {
		const clock = createFakeClock();
		expect(await withTimeout({clock, seconds: 2}, new AbortController().signal, async () => 'done')).toBe(
			'done',
		);
		await clock.settle();
		expect(clock.sleeping()).toEqual([]);
	});

	test('gets a signal, and leaves nothing with it', async () => {
		const clock = createFakeClock();
		const {signal} = new AbortController();
		const stopping = new AbortController();
		const work = withTimeout({clock, seconds: 2}, stopping.signal, fires);
		stopping.abort();
		expect(await work).toBe('fired');
		await expect(
			withTimeout({clock, seconds: 2}, signal, () => Promise.reject(new Error('no'))),
		).rejects.toThrow('no');
		await clock.settle();
		expect([listening(signal), listening(stopping.signal), clock.sleeping()]).toEqual([0, 0, []]);
	});
});

describe('work that must settle within a number of seconds', () => {
	test.each([
		['succeeds', (work: ReturnType<typeof deferred<void>>) => work.resolve()],
		['fails', (work: ReturnType<typeof deferred<void>>) => work.reject(new Error('no'))],
	])('and %s before, has', async (_what, settle) => {
		const clock = createFakeClock();
		const work = deferred<void>();
		const isSettled = settledWithin(clock, 2, work.promise);
		await clock.advance(1.9);
		settle(work);
		expect(await isSettled).toBe(true);
		await clock.settle();
		expect(clock.sleeping()).toEqual([]);
	});

	test('and does not, has not, and may fail later', async () => {
		const clock = createFakeClock();
		const work = deferred<void>();
		const isSettled = settledWithin(clock, 2, work.promise);
		await clock.advance(2);
		expect(await isSettled).toBe(false);
		work.reject(new Error('late'));
		await clock.settle();
	});
});

describe('a queue that is waited for while it moves', () => {
	test('is waited for to its end, where each takes no longer than the time', async () => {
		const clock = createFakeClock();
		let isOver = false;
		const work = [1.5, 3, 4.5].map((seconds) => clock.sleep(seconds));
		void settledWhileMoving(work, clock, 2).then(() => {
			isOver = true;
		});
		for (const seconds of [1.5, 0.5, 1, 1, 0.4]) {
			await clock.advance(seconds);
		}

		expect(isOver).toBe(false);
		await clock.advance(0.1);
		expect([isOver, clock.sleeping()]).toEqual([true, []]);
	});

	test('is left where nothing of it settles', async () => {
		const clock = createFakeClock();
		const {promise: never} = deferred<void>();
		let isOver = false;
		void settledWhileMoving([never, Promise.reject(new Error('no'))], clock, 2).then(() => {
			isOver = true;
		});
		await clock.advance(2);
		expect(isOver).toBe(false);
		await clock.advance(2);
		expect([isOver, clock.sleeping()]).toEqual([true, []]);
	});
});

describe('work until a signal', () => {
	test('is left at the signal, which keeps nothing', async () => {
		const {promise: never} = deferred<void>();
		const stopping = new AbortController();
		const waiting = untilAborted(never, stopping.signal);
		expect(listening(stopping.signal)).toBe(1);
		stopping.abort();
		await waiting;
		await untilAborted(never, stopping.signal);
		expect(listening(stopping.signal)).toBe(0);
	});

	test('that fails before fails the wait, and leaves nothing', async () => {
		const {signal} = new AbortController();
		await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
		expect(listening(signal)).toBe(0);
	});
});

describe('a patient clock', () => {
	test('sleeps longer where this program was held up, but not beyond the signal', async () => {
		let heldUp = 0;
		const clock = createFakeClock();
		const patient = patientClock({...clock, monotonic: () => clock.monotonic() + heldUp});
		let isOver = false;
		const sleep = () => {
			isOver = false;
			const stopping = new AbortController();
			void patient.sleep(2, stopping.signal).then(() => {
				isOver = true;
			});
			return stopping;
		};

		sleep();
		await clock.advance(2);
		expect(isOver).toBe(true);
		sleep();
		heldUp = 60;
		await clock.advance(2);
		expect(isOver).toBe(false);
		await clock.advance(2);
		expect(isOver).toBe(true);
		const stopping = sleep();
		heldUp = 120;
		stopping.abort();
		await clock.settle();
		expect([isOver, clock.sleeping()]).toEqual([true, []]);
	});
});
