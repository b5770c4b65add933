import {accessSync, constants, mkdtempSync, rmSync, statfsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** TMPFS_MAGIC of linux/magic.h. */
const tmpfs = 0x01_02_19_94;
/** Bytes that must be free, for the trees of a few tests at once: the tree of a QEMU host takes 2 MiB. Docker gives 64 MiB. */
const wanted = 2 ** 25;

const isMemory = (path: string): boolean => {
	try {
		const {type, bavail, bsize} = statfsSync(path);
		accessSync(path, constants.W_OK | constants.X_OK);
		return type === tmpfs && bavail * bsize >= wanted;
	} catch {
		return false;
	}
};

/** Where trees of many small files are written: a disk takes 20 times as long. It may be noexec: nothing is executed there. */
const base = [tmpdir(), '/dev/shm'].find(isMemory) ?? tmpdir();

/** A temporary folder, in memory where the machine has a tmpfs. It is removed when the test ends. */
export const temporaryFolder = (): string => {
	const folder = mkdtempSync(join(base, 'domtop-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
};
