import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Ending, endProcess} from '../../source/app/end-process.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const entry = join(import.meta.dirname, '../helpers/end-process-entry.ts');

/** How a program ends that calls `endProcess`, while a thread waits for a pipe that nobody opens, or not. */
const endOf = async (code: number, pipe?: string): Promise<number | string | null> => {
	const child = spawn(process.execPath, [entry, String(code), ...(pipe === undefined ? [] : [pipe])], {
		stdio: 'ignore',
	});
	const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
	return status ?? signal;
};

test.each([
	[0, 0],
	[1, 1],
	[129, 'SIGHUP'],
	[130, 'SIGINT'],
	[143, 'SIGTERM'],
])('%i: a thread that hangs holds up no end', async (code, end) => {
	const pipe = join(openSandbox().folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	expect(await endOf(code, pipe)).toBe(end);
	expect(await endOf(code)).toBe(code);
});

/** How a program ends on Node 20, which can become no other, where so many looks find a question to the file system. */
const endAfter = async (looks: number): Promise<readonly string[]> => {
	const done: string[] = [];
	let asked = 0;
	let now = 0;
	const ending: Ending = {
		pid: 4711,
		versions: {...process.versions, node: '20.12.0'},
		getActiveResourcesInfo: () => {
			asked += 1;
			return asked > looks ? ['TTYWrap'] : ['FSReqPromise'];
		},
		removeAllListeners: () => process,
		kill: (pid, signal) => {
			done.push(`${signal} ${pid}`);
			return true;
		},
		exit: (code) => done.push(`exit ${code}`) as never,
	};
	await endProcess(ending, 3, {
		monotonic: () => now,
		sleep: async (seconds) => {
			now += seconds;
		},
	});
	return done;
};

test('a question to a file system that is only late costs no exit code', async () => {
	expect(await endAfter(0)).toEqual(['exit 3']);
	expect(await endAfter(5)).toEqual(['exit 3']);
	expect((await endAfter(Number.POSITIVE_INFINITY))[0]).toBe('SIGKILL 4711');
});
