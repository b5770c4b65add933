import type {Clock} from '../../source/clock.ts';
import {readUnixTable, type UnixTable} from './unix-table.ts';

/** /proc/net/unix for many who ask: however many they are, at most one reads and one waits to. */
export type UnixTables = {
	/** Of a reading that began after the question. */
	readonly now: () => Promise<UnixTable>;
	/** Of one that began so many seconds before at most. */
	readonly recent: (seconds: number) => Promise<UnixTable>;
	/** Of one that began at this monotonic second or later. */
	readonly since: (at: number) => Promise<UnixTable>;
};

/** @param read the reading itself; absent: of this root. */
export const createUnixTables = (
	root: string,
	clock: Clock,
	read: () => Promise<UnixTable> = () => readUnixTable(root),
): UnixTables => {
	let present: Promise<UnixTable> | undefined;
	let next: Promise<UnixTable> | undefined;
	let last: {readonly at: number; readonly table: Promise<UnixTable>} | undefined;

	const start = (): Promise<UnixTable> => {
		const table = read();
		last = {at: clock.monotonic(), table};
		const settled = table.then(
			() => {},
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

	return {now, since, recent: (seconds) => since(clock.monotonic() - seconds)};
};
