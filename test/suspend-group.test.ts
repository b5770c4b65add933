import {EventEmitter} from 'node:events';
import {expect, test} from 'vitest';
import {suspendGroup} from '../source/suspend-group.ts';
import {withResolvers} from '../source/with-resolvers.ts';

test('what is held is given back before the group is stopped', async () => {
	const story: unknown[] = [];
	const release = withResolvers<void>();
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
	);
	await new Promise((resolve) => setImmediate(resolve));
	expect(story).toEqual(['release']);
	release.resolve();
	expect(await suspended).toBe(true);
	expect(story).toEqual(['release', 'released', 'SIGTSTP']);
});
