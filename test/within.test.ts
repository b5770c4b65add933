import {getEventListeners} from 'node:events';
import {describe, expect, test} from 'vitest';
import {underSignals} from '../source/under-signals.ts';
import {within} from '../source/within.ts';
import {createFakeClock} from './helpers/fake-clock.ts';

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
		const work = underSignals(signals, fires);
		expect(signals.map(listening)).toEqual([1, 1]);
		controllers[index]?.abort();
		expect(await work).toBe('fired');
		expect(signals.map(listening)).toEqual([0, 0]);
	});

	test('that fired before ends at once, and one that fails leaves nothing', async () => {
		expect(await underSignals([AbortSignal.abort(), new AbortController().signal], fires)).toBe('fired');
		const {signal} = new AbortController();
		await expect(underSignals([signal], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
		expect(listening(signal)).toBe(0);
	});
});

describe('a job within so many seconds', () => {
	test('is told when they are over', async () => {
		const clock = createFakeClock();
		let isOver = false;
		const work = within({clock, seconds: 2}, new AbortController().signal, fires).then(() => {
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
		expect(await within({clock, seconds: 2}, new AbortController().signal, async () => 'done')).toBe('done');
		await clock.settle();
		expect(clock.sleeping()).toEqual([]);
	});
});
