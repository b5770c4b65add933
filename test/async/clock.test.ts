import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {systemClock} from '../../source/async/clock.ts';

describe('the clock of the system', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	test('counts seconds that never go back, and the milliseconds people read', () => {
		vi.setSystemTime(Date.UTC(2026, 10, 20));
		const start = systemClock.monotonic();
		vi.advanceTimersByTime(1500);
		expect(systemClock.monotonic() - start).toBeCloseTo(1.5);
		expect(systemClock.wall()).toBe(Date.UTC(2026, 10, 20) + 1500);
	});

	test('sleeps so long, or until the signal, and leaves no timer', async () => {
		const asleep = systemClock.sleep(2);
		expect(vi.getTimerCount()).toBe(1);
		vi.advanceTimersByTime(2000);
		await asleep;

		const waking = new AbortController();
		const woken = systemClock.sleep(3600, waking.signal);
		waking.abort();
		await woken;
		await systemClock.sleep(3600, AbortSignal.abort());
		expect(vi.getTimerCount()).toBe(0);
	});
});
