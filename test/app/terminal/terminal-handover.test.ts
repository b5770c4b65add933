import {expect, test} from 'vitest';
import {createTerminalHandover} from '../../../source/app/terminal/terminal-handover.ts';
import {deferred} from '../../../source/async/wait.ts';

const open = () => {
	const done: string[] = [];
	const note = (what: string) => () => void done.push(what);
	const handOver = createTerminalHandover(
		{take: note('take'), release: async () => void done.push('release')},
		{rest: note('keys rest'), take: async () => void done.push('keys')},
		{onGone: note('gone'), onBack: note('back')},
	);
	return {handOver, done};
};

test('the terminal is restored before it is lent, and the keys are taken before the screen', async () => {
	const {handOver, done} = open();
	await handOver(async () => void done.push('lent'));
	// In the background the kernel stops whoever takes the keys: nothing may have been written by then.
	expect(done).toEqual(['gone', 'release', 'keys rest', 'lent', 'keys', 'take', 'back']);
});

test('it is lent to one at a time', async () => {
	const {handOver, done} = open();
	const {promise, resolve} = deferred<void>();
	const handedOver = handOver(() => promise);
	await handOver(async () => void done.push('a second time'));
	resolve();
	await handedOver;
	expect(done).not.toContain('a second time');
});

test('what failed meanwhile is reported, and it can be lent again', async () => {
	const {handOver, done} = open();
	await expect(handOver(() => Promise.reject(new Error('planted')))).rejects.toThrow('planted');
	done.length = 0;
	await handOver(async () => {});
	expect(done.at(-1)).toBe('back');
});
