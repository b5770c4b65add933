import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {openSandbox} from './helpers/sandbox.ts';

const entry = join(import.meta.dirname, 'helpers/end-process-entry.ts');

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
