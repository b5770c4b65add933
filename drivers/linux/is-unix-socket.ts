import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The kernel from which fdinfo of a unix socket has the line `scm_fds` (net/unix/af_unix.c, unix_show_fdinfo). */
const since = [5, 6] as const;

/** Does this kernel tell sockets of unix(7) from others? @throws ExhaustedError */
export const tellsUnixSockets = (root: string): boolean => {
	const [major = 0, minor = 0] = (readText(rooted(root, '/proc/sys/kernel/osrelease')) ?? '')
		.split('.')
		.map((part) => Number.parseInt(part, 10));
	return major > since[0] || (major === since[0] && minor >= since[1]);
};

/**
Is the socket behind a descriptor of a process one of unix(7)? The inodes of all kinds of sockets are of one kind, and rows
of /proc/net/unix can be forged for any of them.
@returns absent: the kernel is too old to say. @throws ExhaustedError
*/
export const isUnixSocket = (root: string, pid: number, descriptor: number): boolean | undefined => {
	const text = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`)) ?? '';
	return /^scm_fds:/m.test(text) ? true : tellsUnixSockets(root) ? false : undefined;
};
