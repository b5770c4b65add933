import {expect, test} from 'vitest';
import {patientClock} from '../../source/async/wait.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

test('a sleep that ends too late, as this program was held up, begins again', async () => {
	const clock = createFakeClock();
	let delay = 3600;
	const patient = patientClock({
		...clock,
		sleep: (seconds, signal) => clock.sleep(seconds + delay, signal),
	});
	let isOver = false;
	const sleeping = patient.sleep(2).then(() => {
		isOver = true;
	});
	await clock.advance(3600);
	delay = 0;
	await clock.advance(2);
	expect([isOver, clock.sleeping(), patient.monotonic()]).toEqual([false, [2], clock.monotonic()]);
	await clock.advance(2);
	await sleeping;
	expect(isOver).toBe(true);
});

test('a sleep until a moment that has passed ends with its first timer, however short', async () => {
	const clock = createFakeClock();
	const patient = patientClock({
		...clock,
		sleep: (seconds, signal) => clock.sleep(Math.max(0.001, seconds), signal),
	});
	let isOver = false;
	const sleeping = patient.sleep(-60).then(() => {
		isOver = true;
	});
	await clock.advance(0.002);
	expect([isOver, clock.sleeping()]).toEqual([true, []]);
	await sleeping;
});

test('the signal ends it at once', async () => {
	const clock = createFakeClock();
	const controller = new AbortController();
	const sleeping = patientClock(clock).sleep(2, controller.signal);
	controller.abort();
	await sleeping;
	expect(clock.sleeping()).toEqual([]);
});
