import {getEventListeners} from 'node:events';
import {expect, test} from 'vitest';
import {createLifetime} from '../../source/async/lifetime.ts';
import {deferred, untilAborted} from '../../source/async/wait.ts';

const {promise: never} = deferred<void>();

/** Waits for the signal alone. */
const untilStopped = (signal: AbortSignal): Promise<void> => untilAborted(never, signal);

test('a job ends with the lifetime, or with its own signal, and leaves nothing with either', async () => {
	const own = new AbortController();
	const lifetime = createLifetime();
	const stopped = lifetime.run(own.signal, untilStopped);
	own.abort();
	await stopped;
	expect([lifetime.isOver(), lifetime.signal.aborted]).toEqual([false, false]);
	const {signal} = new AbortController();
	const ended = lifetime.run(signal, untilStopped);
	lifetime.end();
	lifetime.end();
	await ended;
	expect([lifetime.isOver(), lifetime.signal.aborted]).toEqual([true, true]);
	expect([own.signal, signal, lifetime.signal].map((one) => getEventListeners(one, 'abort').length)).toEqual([
		0, 0, 0,
	]);
});

test('what fails after the end fails all the same', async () => {
	const lifetime = createLifetime();
	lifetime.end();
	const job = async (signal: AbortSignal) => signal.throwIfAborted();
	await expect(lifetime.run(new AbortController().signal, job)).rejects.toThrow('aborted');
});
