import {execFileSync} from 'node:child_process';
import {
	closeSync,
	constants,
	mkdirSync,
	openSync,
	rmSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {createCommandLineReader} from '../../../drivers/linux/command-line-reader.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createCapturedHost, pids} from '../qemu/captured-host.ts';

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

/** A process whose arguments do not come until they are told. */
const createSilentProcess = (root: string, pid: number) => {
	const [pipe, path] = [join(root, 'pipe'), join(root, `proc/${pid}/cmdline`)];
	execFileSync('mkfifo', [pipe]);
	mkdirSync(dirname(path), {recursive: true});
	symlinkSync(pipe, path);
	return {
		path,
		/** Once somebody waits for them. */
		asked: async () => {
			// It cannot be opened so before.
			const open = () => openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
			const file = await vi.waitFor(open, {timeout: 30_000, interval: 20});
			return (text: string) => {
				writeSync(file, text);
				closeSync(file);
			};
		},
	};
};

test('one that the kernel does not tell is stuck, is not asked again meanwhile, and holds no other up', async () => {
	const root = temporaryFolder();
	const clock = createFakeClock();
	const read = createCommandLineReader(root, clock);
	const {path, asked} = createSilentProcess(root, 7);
	mkdirSync(join(root, 'proc/8'));
	writeFileSync(join(root, 'proc/8/cmdline'), 'fine\0');
	const stuck = read(7);
	await clock.advance(1.1);
	expect(await stuck).toBe('stuck');
	expect(await read(7)).toBe('stuck');
	expect(await read(8)).toEqual(['fine']);
	const tell = await asked();
	rmSync(path);
	writeFileSync(path, 'later\0');
	tell('late\0');
	await eventually(() => read(7)).toEqual(['later']);
});

test('one that was waited for too long because this program was held up is not stuck', async () => {
	const root = temporaryFolder();
	const clock = createFakeClock();
	const {asked} = createSilentProcess(root, 7);
	const read = createCommandLineReader(root, {
		...clock,
		sleep: (seconds, signal) => clock.sleep(seconds + 3600, signal),
	});
	const reading = read(7);
	const tell = await asked();
	await clock.advance(3601);
	tell('fine\0');
	expect(await reading).toEqual(['fine']);
});
