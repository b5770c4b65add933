import {stat} from 'node:fs/promises';
import {ownMounts, readLocalMounts} from '../linux/local-mounts.ts';
import {readLink} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import type {QemuProcess} from './qemu-process.ts';

type Subject = Pick<QemuProcess, 'pid' | 'hasOtherMounts'>;

/** The file that lists the mounts that a process sees. */
export const mountsOf = ({pid, hasOtherMounts}: Subject): string =>
	hasOtherMounts ? `/proc/${pid}/mountinfo` : ownMounts;

/** The folder that is `/` for a process. */
export const anchorOf = (root: string, {pid, hasOtherMounts}: Subject): string =>
	hasOtherMounts ? rooted(root, `/proc/${pid}/root`) : rooted(root, '/');

/**
Whether any user may have started this process as root, with any arguments, as sudo and su are started. Undefined: that
cannot be seen, or only where a look may hang.
*/
export const isSetuid = async (root: string, process: Subject): Promise<boolean | undefined> => {
	const path = `/proc/${process.pid}/exe`;
	const link = readLink(rooted(root, path));
	const mounts = await readLocalMounts(root, mountsOf(process));
	if (!('value' in link) || !mounts.hasPath(link.value)) {
		return undefined;
	}

	try {
		return ((await stat(rooted(root, path))).mode & 0o4000) !== 0;
	} catch {
		return undefined;
	}
};
