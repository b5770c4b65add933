import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import {ownChildren} from '../../source/process/child-registry.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

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
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	return child;
};

test('children that still run are told to end, and are gone when that is done', async () => {
	const children = ownChildren(spawn, createFakeClock());
	const child = await shell(children, ':');
	expect(isAlive(child.pid)).toBe(true);
	await children.end();
	expect([child.signalCode, isAlive(child.pid)]).toEqual(['SIGTERM', false]);
	await children.end();
});

test('one that does not heed that is ended all the same, half a second later', async () => {
	const clock = createFakeClock();
	const children = ownChildren(spawn, clock);
	const child = await shell(children, 'trap : TERM');
	const exit = once(child, 'exit');
	const end = children.end();
	await clock.advance(0.4);
	expect(isAlive(child.pid)).toBe(true);
	await clock.advance(0.1);
	await end;
	expect(await exit).toEqual([null, 'SIGKILL']);
});

test('one that ended, or never began, is forgotten', async () => {
	const clock = createFakeClock();
	const children = ownChildren(spawn, clock);
	await once(children.spawn('true', []), 'exit');
	await once(children.spawn('/no/such/command', []), 'error');
	const end = children.end();
	expect(clock.sleeping()).toEqual([]);
	await end;
});
