import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {labCache} from './lab-cache.ts';
import {findCommand, missingNeeds} from './needs.ts';

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

const buildInitramfs = (folder: string, kernelFolder: string): string => {
	const tree = join(folder, 'tree');
	for (const name of ['bin', 'dev', 'proc', 'sys', 'lib']) {
		mkdirSync(join(tree, name), {recursive: true});
	}

	cpSync(findCommand('busybox', process.env) ?? '', join(tree, 'bin/busybox'), {dereference: true});
	for (const name of ['sh', 'cat', 'dd', 'insmod', 'ip', 'mount', 'usleep']) {
		symlinkSync('busybox', join(tree, 'bin', name));
	}

	for (const name of readdirSync(kernelFolder).filter((file) => file.endsWith('.ko'))) {
		cpSync(join(kernelFolder, name), join(tree, 'lib', name));
	}

	cpSync(join(import.meta.dirname, 'guest-init.sh'), join(tree, 'init'));
	execFileSync('chmod', ['755', join(tree, 'init')]);
	const files = readdirSync(tree, {recursive: true, encoding: 'utf8'});
	const initramfs = join(folder, 'initramfs.cpio');
	execFileSync('cpio', ['--quiet', '-o', '-H', 'newc', '-F', initramfs], {
		cwd: tree,
		input: files.join('\n'),
	});
	return initramfs;
};

/** Before all tests: says what is missing, or builds what the guests boot from. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = (project: TestProject): (() => void) | undefined => {
	const missing = missingNeeds(process.env);
	if (missing.length > 0) {
		const reason = `The QEMU lab cannot run here. ${missing.join(' ')}`;
		if (process.env.DOMTOP_LAB_REQUIRED) {
			throw new Error(reason);
		}

		console.warn(`${reason} Its tests are skipped.`);
		return undefined;
	}

	const kernelFolder = join(labCache(process.env), 'kernel');
	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	project.provide('bootFiles', {
		kernel: join(kernelFolder, 'vmlinuz'),
		initramfs: buildInitramfs(folder, kernelFolder),
		folder,
	});
	return remove;
};
