import {readLink} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The inode of the socket behind a descriptor of a process. Absent: it is none, or we may not look. */
export const readSocketInode = (root: string, pid: number, descriptor: number): string | undefined => {
	const link = readLink(rooted(root, `/proc/${pid}/fd/${descriptor}`));
	return 'value' in link ? /^socket:\[(\d+)\]$/.exec(link.value)?.[1] : undefined;
};
