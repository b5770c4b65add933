import {readLink} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The inode in the text of a link of /proc/<pid>/fd (proc(5)). Undefined: the link leads to no socket. */
export const socketInode = (target: string): string | undefined => /^socket:\[(\d+)\]$/.exec(target)?.[1];

/** The inode of the socket behind a descriptor of a process. Undefined: it is no socket, or we may not look. */
export const readSocketInode = (root: string, pid: number, descriptor: number): string | undefined => {
	const link = readLink(rooted(root, `/proc/${pid}/fd/${descriptor}`));
	return 'value' in link ? socketInode(link.value) : undefined;
};
