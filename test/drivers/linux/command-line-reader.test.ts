import {execFileSync} from 'node:child_process';
import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createCommandLineReader} from '../../../drivers/linux/command-line-reader.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {createCapturedHost, pids, temporaryFolder} from '../qemu/captured-host.ts';

test('arguments are told apart; what is not there, or empty, has none', async () => {
	const {root, write} = createCapturedHost([pids.qb]);
	const read = createCommandLineReader(root, createFakeClock());
	write('/proc/5/cmdline', '');
	write('/proc/6/cmdline', 'a\0\0b c\0');
	expect((await read(pids.qb))?.slice(0, 3)).toEqual([
		'qemu-system-x86_64',
		'-name',
		'guest=qb,debug-threads=on',
	]);
	expect(await read(6)).toEqual(['a', '', 'b c']);
	expect(await read(5)).toBeUndefined();
	expect(await read(7)).toBeUndefined();
});

test('one that the kernel does not tell is stuck, is not asked again meanwhile, and holds no other up', async () => {
	const root = temporaryFolder();
	const clock = createFakeClock();
	const read = createCommandLineReader(root, clock);
	mkdirSync(join(root, 'proc/7'), {recursive: true});
	mkdirSync(join(root, 'proc/8'));
	const pipe = join(root, 'proc/7/cmdline');
	const stuckAt = join(root, 'pipe');
	execFileSync('mkfifo', [stuckAt]);
	symlinkSync(stuckAt, pipe);
	writeFileSync(join(root, 'proc/8/cmdline'), 'fine\0');
	const stuck = read(7);
	await clock.advance(1.1);
	expect(await stuck).toBe('stuck');
	expect(await read(7)).toBe('stuck');
	expect(await read(8)).toEqual(['fine']);
	rmSync(pipe);
	writeFileSync(pipe, 'later\0');
	writeFileSync(stuckAt, 'late\0');
	await expect.poll(() => read(7)).toEqual(['later']);
});
