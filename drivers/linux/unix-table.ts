import {readSlices} from './read-slices.ts';
import {rooted} from './rooted.ts';

/**
The unix sockets of a network namespace that have a path. Paths are bytes, spelled as latin1: see `bytesOf`. Any user can
make rows of any path, and only the inode says whose row it is. An inode with two rows is left out, as one row is forged.
*/
export type UnixTable = {
	/** Paths as they were bound, by the listening socket's inode. */
	readonly listeners: ReadonlyMap<string, string>;
	/** Inodes of the connections that listeners have taken and whose client still exists, by the listeners' path. */
	readonly clients: ReadonlyMap<string, readonly string[]>;
	/** Paths of listeners with a connection that they have not taken yet, also where its client is gone. */
	readonly queued: ReadonlySet<string>;
	/** Paths under which several sockets listen: a queue's socket is then not known. */
	readonly shared: ReadonlySet<string>;
	/** Inodes of listening sockets that have two rows. */
	readonly doubled: ReadonlySet<string>;
	/** The table has more sockets than were read. */
	readonly isCut: boolean;
};

/** Some 600,000 rows; the descriptors of all of a user's processes bound the rows that the user may make. */
const byteLimit = 64 * 1024 * 1024;
/** Limit of rows kept of each kind: as many rows as `byteLimit` has room for. */
const rowLimit = 600_000;
/** Bytes read and parsed before other work has its turn: some 1500 rows. */
const sliceBytes = 128 * 1024;

/*
net/unix/af_unix.c, unix_seq_show: Num RefCount Protocol Flags Type St Inode Path. Flag 0x10000 listens. A connection
that a listener took has the listener's path. It holds one reference, its open file the second, and a living peer the
third: a connection that its client closed has two. A connection that no listener took yet has no inode. A newline in a
path is printed as it is, and so forges rows.
*/
const row = /^[\da-f]+: ([\da-f]{8}) [\da-f]{8} ([\da-f]{8}) [\da-f]{4} ([\da-f]{2}) +(\d+)(?: (.*))?$/is;
const listening = 0x10000;
const connected = 0x03;
const referencesWithPeer = 3;

/** A path as the table spells it: one character a byte. */
export const bytesOf = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');

const createCollector = () => {
	const seen = new Set<number>();
	const listeners = new Map<string, string>();
	const connections = new Map<string, string>();
	const queued = new Set<string>();
	const doubled = new Set<string>();

	let isFull = false;

	const hasRoom = (rows: {readonly size: number}): boolean => {
		isFull ||= rows.size >= rowLimit;
		return rows.size < rowLimit;
	};

	const keep = (rows: Map<string, string>, inode: string, path: string): void => {
		if (hasRoom(rows)) {
			rows.set(inode, path);
		}
	};

	const double = (inode: string, isListening: boolean): void => {
		if ((listeners.delete(inode) || isListening) && hasRoom(doubled)) {
			doubled.add(inode);
		}

		connections.delete(inode);
	};

	const take = (line: string): void => {
		const [, references = '', flags = '', state = '', inode = '', path] = row.exec(line) ?? [];
		const isListening = (Number.parseInt(flags, 16) & listening) !== 0;
		if (inode === '0') {
			if (path !== undefined && hasRoom(queued)) {
				queued.add(path);
			}
		} else if (seen.has(Number(inode))) {
			double(inode, isListening);
		} else if (inode !== '') {
			seen.add(Number(inode));
			if (path !== undefined && isListening) {
				keep(listeners, inode, path);
			} else if (
				path !== undefined &&
				Number.parseInt(state, 16) === connected &&
				Number.parseInt(references, 16) >= referencesWithPeer
			) {
				keep(connections, inode, path);
			}
		}
	};

	const table = (isCut: boolean): UnixTable => {
		const clients = new Map<string, string[]>();
		for (const [inode, path] of connections) {
			const inodes = clients.get(path) ?? [];
			inodes.push(inode);
			clients.set(path, inodes);
		}

		const [once, shared] = [new Set<string>(), new Set<string>()];
		for (const path of listeners.values()) {
			(once.has(path) ? shared : once).add(path);
		}

		return {listeners, clients, queued, shared, doubled, isCut: isCut || isFull};
	};

	return {take, table};
};

/**
Reads the table in slices, with turns for other work in between.
@param file the table; of another network namespace: `/proc/<pid>/net/unix`.
@param limit bytes read.
@returns an empty table where the file cannot be read. @throws ExhaustedError
*/
export const readUnixTable = async (
	root: string,
	file = '/proc/net/unix',
	limit = byteLimit,
): Promise<UnixTable> => {
	const collector = createCollector();
	let rest = '';
	let total = 0;
	for await (const slice of readSlices(rooted(root, file), sliceBytes)) {
		total += slice.length;
		const lines = (rest + slice.toString('latin1')).split('\n');
		// A row has some 170 bytes at most.
		rest = (lines.pop() ?? '').slice(-1024);
		lines.forEach(collector.take);
		if (total >= limit) {
			return collector.table(true);
		}
	}

	collector.take(rest);
	return collector.table(false);
};
