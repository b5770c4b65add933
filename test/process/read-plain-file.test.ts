import {execFileSync} from 'node:child_process';
import {lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readPlainFile} from '../../source/process/read-plain-file.ts';
import {makeTrustedFolder} from '../helpers/trusted-folder.ts';

const limit = 64 * 1024;
let folder: string;
let path: string;

beforeEach(() => {
	folder = makeTrustedFolder();
	path = join(folder, 'file');
	writeFileSync(path, 'text');
});

afterEach(() => rmSync(folder, {recursive: true}));

const judged = () => ({path, stats: lstatSync(path)});

test('a file has its text, and none where there is none', async () => {
	expect(await readPlainFile(judged(), limit)).toBe('text');
	expect(await readPlainFile({path}, limit)).toBeUndefined();
});

test('what replaced it since it was judged is neither waited for nor followed', async () => {
	const before = judged();
	rmSync(path);
	execFileSync('mkfifo', [path]);
	await expect(readPlainFile(before, limit)).rejects.toThrow('another file has just replaced it');
	rmSync(path);
	writeFileSync(join(folder, 'other'), 'secret');
	symlinkSync('other', path);
	await expect(readPlainFile(before, limit)).rejects.toThrow('ELOOP');
});

/** Bytes that this process has read so far (proc_pid_io(5)). */
const bytesRead = (): number => Number(/rchar: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

test('of a file that is too large no more is read than the limit', async () => {
	writeFileSync(path, 'x'.repeat(limit));
	expect(await readPlainFile(judged(), limit)).toHaveLength(limit);
	execFileSync('truncate', ['-s', '8G', path]);
	const before = bytesRead();
	await expect(readPlainFile(judged(), limit)).rejects.toThrow('it has more than 64 KiB');
	expect(bytesRead() - before).toBeLessThan(2 * limit);
});
