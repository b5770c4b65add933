import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/*
net/unix/af_unix.c, unix_seq_show: Num RefCount Protocol Flags Type St Inode Path. A connection that a listener took
has the path of the listening socket, as its owner spelled it when it was bound.
*/
const row = /^[\da-f]+: ([\dA-F]{8}) [\dA-F]{8} ([\dA-F]{8}) [\dA-F]{4} ([\dA-F]{2})\s+\d+ (.+)$/i;
const listening = 0x10000;
const connected = 0x03;

/** A connection holds one reference, its open file the second, and a living peer the third: ours, once closed, has two. */
const referencesWithPeer = 3;

/** How many clients a listener on one of these paths serves now, from /proc/net/unix. Absent: it could not be read. */
export const countUnixSocketClients = (root: string, paths: readonly string[]): number | undefined =>
	readText(rooted(root, '/proc/net/unix'))
		?.split('\n')
		.filter((line) => {
			const [, references = '', flags = '', state = '', path = ''] = row.exec(line) ?? [];
			return (
				paths.includes(path) &&
				(Number.parseInt(flags, 16) & listening) === 0 &&
				Number.parseInt(state, 16) === connected &&
				Number.parseInt(references, 16) >= referencesWithPeer
			);
		}).length;
