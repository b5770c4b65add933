import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/* net/unix/af_unix.c, unix_seq_show: Num RefCount Protocol Flags Type St Inode Path; flag 0x10000 listens. */
const row = /^[\da-f]+: [\dA-F]{8} [\dA-F]{8} 00010000 [\dA-F]{4} [\dA-F]{2}\s+(\d+) (.+)$/i;

/** The paths that are listened on, as they were bound, by the listening socket's inode: `socket:[inode]` in /proc/<pid>/fd. */
export const readUnixListeners = (root: string): ReadonlyMap<string, string> =>
	new Map(
		(readText(rooted(root, '/proc/net/unix')) ?? '').split('\n').flatMap((line) => {
			const [, inode, path] = row.exec(line) ?? [];
			return inode === undefined || path === undefined ? [] : [[inode, path] as const];
		}),
	);
