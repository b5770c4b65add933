import {expect, test} from 'vitest';
import {createSilenceWatch} from '../../../../drivers/parallels/transport/silence-watch.ts';
import type {Clock} from '../../../../source/async/clock.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';

const watched = (clock: Clock = createFakeClock()) => {
	const silences: number[] = [];
	return {silences, watch: createSilenceWatch(clock, (seconds) => silences.push(seconds))};
};

test('nothing is watched before the first time', async () => {
	const clock = createFakeClock();
	const {silences, watch} = watched(clock);
	await clock.advance(1000);
	expect([silences, clock.sleeping()]).toEqual([[], []]);
	watch.stop();
});

test('five seconds are silence, once', async () => {
	const clock = createFakeClock();
	const {silences, watch} = watched(clock);
	watch.heard();
	await clock.advance(4.9);
	expect(silences).toEqual([]);
	await clock.advance(0.2);
	expect(silences).toEqual([5]);
	watch.heard();
	await clock.advance(1000);
	expect([silences, clock.sleeping()]).toEqual([[5], []]);
});

test('each time it is heard counts anew', async () => {
	const clock = createFakeClock();
	const {silences, watch} = watched(clock);
	for (let second = 0; second < 30; second += 1) {
		watch.heard();
		await clock.advance(1);
	}

	expect([silences, clock.sleeping()]).toEqual([[], [5]]);
	watch.stop();
	await clock.settle();
	expect(clock.sleeping()).toEqual([]);
});

test.each([
	['2 s', [2, 2, 2], 10],
	['bursts, after the longest', [4, 0, 0, 0], 20],
	['no longer than the last five', [4, 1, 1, 1, 1, 1], 5],
	['a minute at most', [5, 20, 50], 60],
] as const)('it waits for five intervals: %s', async (_name, pauses, timeoutSeconds) => {
	const clock = createFakeClock();
	const {silences, watch} = watched(clock);
	watch.heard();
	for (const pause of pauses) {
		await clock.advance(pause - 0.001 * Math.sign(pause));
		watch.heard();
	}

	await clock.settle();
	expect(clock.sleeping()[0]).toBeCloseTo(timeoutSeconds, 1);
	await clock.advance(timeoutSeconds);
	expect(silences).toHaveLength(1);
});

test('a suspension of this program is no silence', async () => {
	let now = 0;
	let wake = () => {};
	const sleeps: number[] = [];
	const clock: Clock = {
		monotonic: () => now,
		wall: () => 0,
		sleep: (seconds, signal) =>
			new Promise((resolve) => {
				sleeps.push(seconds);
				wake = resolve;
				signal?.addEventListener('abort', () => resolve());
			}),
	};
	const {silences, watch} = watched(clock);
	const settled = () => new Promise((resolve) => setImmediate(resolve));
	watch.heard();
	now = 3600;
	wake();
	await settled();
	expect([silences, sleeps]).toEqual([[], [5, 5]]);
	// What waited in the pipe is read only then, and its interval was none.
	watch.heard();
	now += 5;
	wake();
	await settled();
	expect([silences, sleeps]).toEqual([[5], [5, 5, 5]]);
});
