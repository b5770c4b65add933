import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {systemClock} from '../source/clock.ts';
import {ownChildren} from '../source/own-children.ts';

const isAlive = (pid: number | undefined): boolean => {
	try {
		return pid !== undefined && process.kill(pid, 0);
	} catch {
		return false;
	}
};

/** A shell that says when it is ready. */
const shell = async (children: ReturnType<typeof ownChildren>, script: string) => {
	const child = children.spawn('sh', ['-c', `${script}; echo ready; while :; do sleep 0.1; done`]);
	await once(child.stdout, 'data');
	return child;
};

test('children that still run are told to end, and are gone when that is done', async () => {
	const children = ownChildren(spawn, systemClock);
	const child = await shell(children, ':');
	expect(isAlive(child.pid)).toBe(true);
	await children.end();
	expect([child.signalCode, isAlive(child.pid)]).toEqual(['SIGTERM', false]);
	await children.end();
});

test('one that does not heed that is ended all the same', async () => {
	const children = ownChildren(spawn, systemClock);
	const child = await shell(children, 'trap : TERM');
	const exit = once(child, 'exit');
	await children.end();
	expect(await exit).toEqual([null, 'SIGKILL']);
});

test('one that ended, or never began, is forgotten', async () => {
	const children = ownChildren(spawn, systemClock);
	await once(children.spawn('true', []), 'exit');
	await once(children.spawn('/no/such/command', []), 'error');
	const begin = systemClock.monotonic();
	await children.end();
	expect(systemClock.monotonic() - begin).toBeLessThan(0.4);
});
