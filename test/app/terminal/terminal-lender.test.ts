import {expect, test} from 'vitest';
import {createTerminalLender} from '../../../source/app/terminal/terminal-lender.ts';
import {deferred} from '../../../source/async/wait.ts';

const open = () => {
	const done: string[] = [];
	const note = (what: string) => () => void done.push(what);
	const lend = createTerminalLender(
		{take: note('take'), release: async () => void done.push('release')},
		{rest: note('keys rest'), take: async () => void done.push('keys')},
		{onGone: note('gone'), onBack: note('back')},
	);
	return {lend, done};
};

test('the terminal is restored before it is lent, and the keys are taken before the screen', async () => {
	const {lend, done} = open();
	await lend(async () => void done.push('lent'));
	// In the background the kernel stops whoever takes the keys: nothing may have been written by then.
	expect(done).toEqual(['gone', 'release', 'keys rest', 'lent', 'keys', 'take', 'back']);
});

test('it is lent to one at a time', async () => {
	const {lend, done} = open();
	const {promise, resolve} = deferred<void>();
	const lent = lend(() => promise);
	await lend(async () => void done.push('a second time'));
	resolve();
	await lent;
	expect(done).not.toContain('a second time');
});

test('what failed meanwhile is reported, and it can be lent again', async () => {
	const {lend, done} = open();
	await expect(lend(() => Promise.reject(new Error('planted')))).rejects.toThrow('planted');
	done.length = 0;
	await lend(async () => {});
	expect(done.at(-1)).toBe('back');
});
