import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {suspendGroup} from '../../source/app/suspend.ts';
import {deferred} from '../../source/async/wait.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

test('what is held is given back before the group is stopped', async () => {
	const story: unknown[] = [];
	const release = deferred<void>();
	const emitter = new EventEmitter();
	const signals = Object.assign(emitter, {
		kill(_pid: number, signal?: string | number) {
			story.push(signal);
			queueMicrotask(() => emitter.emit('SIGCONT'));
			return true as const;
		},
	}) as unknown as NodeJS.Process;
	const suspended = suspendGroup(
		{
			async release() {
				story.push('release');
				await release.promise;
				story.push('released');
			},
		},
		signals,
		createFakeClock(),
	);
	await new Promise((resolve) => setImmediate(resolve));
	expect(story).toEqual(['release']);
	release.resolve();
	expect(await suspended).toBe(true);
	expect(story).toEqual(['release', 'released', 'SIGTSTP']);
});
