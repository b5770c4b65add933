import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {stopGroup} from '../../source/app/suspend.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

const fakeProcess = (onKill: (emitter: EventEmitter) => void) => {
	const emitter = new EventEmitter();
	const killed: [number, string | number | undefined][] = [];
	const signals = Object.assign(emitter, {
		kill(pid: number, signal?: string | number) {
			killed.push([pid, signal]);
			onKill(emitter);
			return true as const;
		},
	});
	return {signals: signals as unknown as NodeJS.Process, emitter, killed};
};

test('stops the whole group and resolves when it goes on', async () => {
	const {signals, emitter, killed} = fakeProcess((one) => queueMicrotask(() => one.emit('SIGCONT')));
	const clock = createFakeClock();
	expect(await stopGroup(signals, clock)).toBe(true);
	expect(killed).toEqual([[0, 'SIGTSTP']]);
	expect(emitter.listenerCount('SIGCONT')).toBe(0);
	await clock.settle();
	expect(clock.sleeping()).toEqual([]);
});

test('where nothing stops it, says so after a moment', async () => {
	const {signals, emitter} = fakeProcess(() => {});
	const clock = createFakeClock();
	const stopped = stopGroup(signals, clock);
	await clock.advance(0.2);
	await clock.advance(0.02);
	expect(await stopped).toBe(false);
	expect(emitter.listenerCount('SIGCONT')).toBe(0);
});

test('a stop that lasted longer than the time for it is still noticed', async () => {
	const {signals, emitter} = fakeProcess(() => {});
	const clock = createFakeClock();
	const stopped = stopGroup(signals, clock);
	await clock.advance(0.2);
	emitter.emit('SIGCONT');
	expect(await stopped).toBe(true);
	expect(emitter.listenerCount('SIGCONT')).toBe(0);
});

test('a signal that cannot be sent leaves no listener', async () => {
	const {signals, emitter} = fakeProcess(() => {
		throw new Error('no such process');
	});
	await expect(stopGroup(signals, createFakeClock())).rejects.toThrow('no such process');
	expect(emitter.listenerCount('SIGCONT')).toBe(0);
});
