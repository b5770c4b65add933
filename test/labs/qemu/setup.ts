import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {labCache} from '../lab-cache.ts';
import {packInitramfs} from '../pack-initramfs.ts';
import {missingNeeds} from './needs.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** What every guest boots from; absent where the lab cannot run. */
		bootFiles?: {
			readonly kernel: string;
			readonly initramfs: string;
			/** Of this run; removed with all that is in it. */
			readonly folder: string;
		};
	}
}

/** Before all tests: says what is missing, or builds what the guests boot from. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = (project: TestProject): (() => void) | undefined => {
	if (!canRun('QEMU', missingNeeds(process.env))) {
		return undefined;
	}

	const kernelFolder = join(labCache(process.env), 'kernel');
	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	const initramfs = join(folder, 'initramfs.cpio');
	packInitramfs({
		tree: join(folder, 'tree'),
		file: initramfs,
		init: join(import.meta.dirname, 'guest-init.sh'),
		programs: ['sh', 'cat', 'dd', 'insmod', 'ip', 'mount', 'usleep'],
		modules: kernelFolder,
	});
	project.provide('bootFiles', {kernel: join(kernelFolder, 'vmlinuz'), initramfs, folder});
	return remove;
};
