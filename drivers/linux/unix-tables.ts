import type {Clock} from '../../source/async/clock.ts';
import {readUnixTable, type UnixTable} from './unix-table.ts';

/** /proc/net/unix for many who ask: however many they are, at most one reads and one waits to. */
export type UnixTables = {
	/** Of a reading that began after the question. */
	readonly now: () => Promise<UnixTable>;
	/** Of one that began so many seconds before at most. */
	readonly recent: (seconds: number) => Promise<UnixTable>;
	/** Of one that began at this monotonic second or later. */
	readonly since: (at: number) => Promise<UnixTable>;
	/** Of the network of a process that is in another one, read now. */
	readonly other: (pid: number) => Promise<UnixTable>;
	/** Of which there were more sockets than are read, when they were read last. */
	readonly cut: () => {readonly isOwn: boolean; readonly pids: readonly number[]};
};

/** Of another network's table, which its user may make as long as he likes: some 40,000 rows. */
const otherByteLimit = 4 * 1024 * 1024;
/** Processes remembered: they come and go. */
const pidLimit = 8192;

/** @param read the reading itself; absent: of this root's own network. */
export const createUnixTables = (
	root: string,
	clock: Clock,
	read: () => Promise<UnixTable> = () => readUnixTable(root),
): UnixTables => {
	let present: Promise<UnixTable> | undefined;
	let next: Promise<UnixTable> | undefined;
	let isOwnCut = false;
	const cutPids = new Set<number>();
	let last: {readonly at: number; readonly table: Promise<UnixTable>} | undefined;

	const start = (): Promise<UnixTable> => {
		const table = read();
		last = {at: clock.monotonic(), table};
		const settled = table.then(
			({isCut}) => {
				isOwnCut = isCut;
			},
			() => {
				last = undefined;
			},
		);
		present = settled
			.then(() => table)
			.finally(() => {
				present = undefined;
			});
		present.catch(() => {});
		return present;
	};

	const now = (): Promise<UnixTable> => {
		if (!present) {
			return start();
		}

		const after = () => {
			next = undefined;
			return start();
		};
		next ??= present.then(after, after);
		return next;
	};

	const since = (at: number): Promise<UnixTable> => (last && last.at >= at ? last.table : now());

	const other = async (pid: number): Promise<UnixTable> => {
		const table = await readUnixTable(root, `/proc/${pid}/net/unix`, otherByteLimit);
		cutPids.delete(pid);
		if (table.isCut) {
			if (cutPids.size >= pidLimit) {
				cutPids.clear();
			}

			cutPids.add(pid);
		}

		return table;
	};

	return {
		now,
		since,
		recent: (seconds) => since(clock.monotonic() - seconds),
		other,
		cut: () => ({isOwn: isOwnCut, pids: [...cutPids]}),
	};
};
