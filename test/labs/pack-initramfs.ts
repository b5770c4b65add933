import {execFileSync} from 'node:child_process';
import {chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {findCommand} from './find-command.ts';

/** The initramfs that a Linux without a root file system boots into: busybox and other files. */
export type Initramfs = {
	/** Folder in which it is put together; the folder is made. */
	readonly tree: string;
	/** The archive. */
	readonly file: string;
	/** The first program: a script. */
	readonly init: string;
	/** Names of busybox's programs. */
	readonly programs: readonly string[];
	/** Folders of kernel modules. In /lib they are in the order of the folders and of their names. */
	readonly modules: readonly string[];
	/** Paths of other files, by their path inside. */
	readonly files?: Readonly<Record<string, string>>;
};

/** Builds an initramfs. */
export const packInitramfs = ({tree, file, init, programs, modules, files = {}}: Initramfs): void => {
	for (const name of ['bin', 'dev', 'proc', 'sys', 'lib']) {
		mkdirSync(join(tree, name), {recursive: true});
	}

	cpSync(findCommand('busybox', process.env) ?? '', join(tree, 'bin/busybox'), {dereference: true});
	for (const name of programs) {
		symlinkSync('busybox', join(tree, 'bin', name));
	}

	for (const [index, folder] of modules.entries()) {
		for (const name of readdirSync(folder).filter((module) => module.endsWith('.ko'))) {
			cpSync(join(folder, name), join(tree, 'lib', `${index}-${name}`));
		}
	}

	for (const [path, source] of Object.entries({...files, init})) {
		cpSync(source, join(tree, path), {recursive: true});
	}

	chmodSync(join(tree, 'init'), 0o755);
	execFileSync('cpio', ['--quiet', '-o', '-H', 'newc', '-R', '0:0', '-F', file], {
		cwd: tree,
		input: readdirSync(tree, {recursive: true, encoding: 'utf8'}).join('\n'),
	});
};
