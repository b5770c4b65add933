import type {Clock} from '../../source/async/clock.ts';
import {readUnixTable, type UnixTable} from './unix-table.ts';

/** Shares /proc/net/unix among many callers: at most one reading is in progress and one waits for its turn. */
export type UnixTables = {
	/** The table of a reading that began after this call. */
	readonly now: () => Promise<UnixTable>;
	/** The table of a reading that began at most `seconds` before this call. */
	readonly recent: (seconds: number) => Promise<UnixTable>;
	/** The table of a reading that began at this monotonic second or later. */
	readonly since: (at: number) => Promise<UnixTable>;
	/** The table of a process in another network, read now. */
	readonly other: (pid: number) => Promise<UnixTable>;
	/** Which tables had more sockets than were read, at their last reading: this network's, and other processes' by pid. */
	readonly cut: () => {readonly isOwn: boolean; readonly pids: readonly number[]};
};

/** Limit for another network's table, which its user may make as long as he likes: some 40,000 rows. */
const otherByteLimit = 4 * 1024 * 1024;
/** Limit of processes remembered: they come and go. */
const pidLimit = 8192;

/** @param read reads the table. Undefined: the table of this root's own network. */
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
