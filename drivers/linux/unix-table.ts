import {closeSync, openSync, readSync} from 'node:fs';
import {nextTurn} from '../../source/next-turn.ts';
import {attempt} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The unix sockets of a network namespace that have a path. Paths are bytes, spelled as latin1: see `bytesOf`. */
export type UnixTable = {
	/** Paths as they were bound, by the listening socket's inode. An inode of two rows is left out: one of them is forged. */
	readonly listeners: ReadonlyMap<string, string>;
	/** How many clients a listener on a path serves now. */
	readonly clients: ReadonlyMap<string, number>;
	/** Paths of listeners that have not taken a connection yet, also where its client is gone. */
	readonly queued: ReadonlySet<string>;
	/** There are more sockets than are read. */
	readonly isCut: boolean;
};

/** Some 600,000 rows; what a user may make of them is bounded by the descriptors of all his processes. */
const byteLimit = 64 * 1024 * 1024;
/** Paths kept of each kind. */
const rowLimit = 100_000;
/** Bytes read and taken apart before others have their turn: some 1500 rows. */
const sliceBytes = 128 * 1024;

/*
net/unix/af_unix.c, unix_seq_show: Num RefCount Protocol Flags Type St Inode Path. Flag 0x10000 listens. A connection
that a listener took has the listener's path; it holds one reference, its open file the second, and a living peer the
third: one that was closed by its client has two. One that no listener took yet has no inode. A newline in a path is printed as it is, and so forges rows.
*/
const row = /^[\da-f]+: ([\da-f]{8}) [\da-f]{8} ([\da-f]{8}) [\da-f]{4} ([\da-f]{2}) +(\d+)(?: (.*))?$/i;
const listening = 0x10000;
const connected = 0x03;
const referencesWithPeer = 3;

/** A path as the table spells it: one character a byte. */
export const bytesOf = (path: string): string => Buffer.from(path, 'utf8').toString('latin1');

const createCollector = () => {
	const listeners = new Map<string, string>();
	const seen = new Set<string>();
	const clients = new Map<string, number>();
	const queued = new Set<string>();
	const take = (line: string): void => {
		const [, references = '', flags = '', state = '', inode = '', path] = row.exec(line) ?? [];
		if ((Number.parseInt(flags, 16) & listening) !== 0) {
			if (seen.has(inode)) {
				listeners.delete(inode);
			} else if (seen.size < rowLimit) {
				seen.add(inode);
				if (path !== undefined) {
					listeners.set(inode, path);
				}
			}
		} else if (path !== undefined && inode === '0') {
			if (queued.size < rowLimit) {
				queued.add(path);
			}
		} else if (
			path !== undefined &&
			Number.parseInt(state, 16) === connected &&
			Number.parseInt(references, 16) >= referencesWithPeer &&
			(clients.size < rowLimit || clients.has(path))
		) {
			clients.set(path, (clients.get(path) ?? 0) + 1);
		}
	};

	return {take, listeners, clients, queued};
};

/** As many bytes as there are, in one slice: the kernel gives a page at a time. */
const fill = (file: number, buffer: Buffer): number => {
	let length = 0;
	while (length < buffer.length) {
		const size = readSync(file, buffer, length, buffer.length - length, null);
		if (size === 0) {
			break;
		}

		length += size;
	}

	return length;
};

/**
Reads the table in slices, with turns for others in between.
@param file another network namespace's: `/proc/<pid>/net/unix`.
@returns empty where it cannot be read. @throws ExhaustedError
*/
export const readUnixTable = async (root: string, file = '/proc/net/unix'): Promise<UnixTable> => {
	const collector = createCollector();
	const opened = attempt(() => openSync(rooted(root, file), 'r'));
	if ('refusal' in opened) {
		return {...collector, isCut: false};
	}

	const buffer = Buffer.allocUnsafe(sliceBytes);
	let rest = '';
	let total = 0;
	try {
		for (let length = fill(opened.value, buffer); length > 0; length = fill(opened.value, buffer)) {
			total += length;
			const lines = (rest + buffer.toString('latin1', 0, length)).split('\n');
			// A row has some 170 bytes at most; what goes on for longer is one path of newlines' neighbours cut anywhere.
			rest = (lines.pop() ?? '').slice(-1024);
			lines.forEach(collector.take);
			if (total >= byteLimit) {
				return {...collector, isCut: true};
			}

			await nextTurn();
		}

		collector.take(rest);
	} catch {
		// Its process, and with it its namespace, ended meanwhile: what was read of it is of no use.
	} finally {
		closeSync(opened.value);
	}

	return {...collector, isCut: false};
};
