import {EventEmitter} from 'node:events';
import {expect, test, vi} from 'vitest';
import {stopGroup} from '../source/stop-group.ts';

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
	expect(await stopGroup(signals)).toBe(true);
	expect(killed).toEqual([[0, 'SIGTSTP']]);
	expect(emitter.listenerCount('SIGCONT')).toBe(0);
});

test('where nothing stops it, says so after a moment', async () => {
	vi.useFakeTimers();
	try {
		const {signals, emitter} = fakeProcess(() => {});
		const stopped = stopGroup(signals);
		await vi.advanceTimersByTimeAsync(1000);
		expect(await stopped).toBe(false);
		expect(emitter.listenerCount('SIGCONT')).toBe(0);
	} finally {
		vi.useRealTimers();
	}
});
