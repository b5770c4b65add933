import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The first kernel whose fdinfo of a unix socket has the line `scm_fds` (net/unix/af_unix.c, unix_show_fdinfo). */
const since = [5, 6] as const;

/** Does this kernel tell sockets of unix(7) from other sockets? @throws ExhaustedError */
export const marksUnixSockets = (root: string): boolean => {
	const [major = 0, minor = 0] = (readText(rooted(root, '/proc/sys/kernel/osrelease')) ?? '')
		.split('.')
		.map((part) => Number.parseInt(part, 10));
	return major > since[0] || (major === since[0] && minor >= since[1]);
};

/**
Is the socket behind a descriptor of a process a socket of unix(7)? Inodes do not tell kinds of sockets apart, and rows of
/proc/net/unix can be forged for a socket of any kind.
@returns undefined where the kernel is too old to tell. @throws ExhaustedError
*/
export const isUnixSocket = (root: string, pid: number, descriptor: number): boolean | undefined => {
	const text = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`)) ?? '';
	return /^scm_fds:/m.test(text) ? true : marksUnixSockets(root) ? false : undefined;
};
