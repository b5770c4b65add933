import {createBackoff} from '../../../source/async/backoff.ts';
import type {Clock} from '../../../source/async/clock.ts';
import type {Remote} from '../calls/remote.ts';

/** The connection that calls go over, and another to replace it where domains that hang hold all of its slots. */
export type ConnectionPair = {
	readonly remote: () => Remote;
	/**
	Opens another connection. The old connection stays until its replies came. There is one old connection at most: a daemon has
	few workers, and each call that hangs holds a worker. Where the old connection has free slots, the two change places.
	Resolves to false where there is no other connection, after as long as connecting takes.
	*/
	readonly replace: () => Promise<boolean>;
	/** Whether there is another connection, or another could be opened now. */
	readonly canReplace: () => boolean;
	/** Closes the old connection once its replies came. To be called at each refresh. */
	readonly tidy: () => void;
	readonly close: () => Promise<void>;
};

/** Pauses before another connection is tried again, seconds. */
const retryDelaysSeconds = {first: 5, last: 60};

/** @param open opens a connection like the first, without asking at the terminal */
export const createConnectionPair = (
	clock: Clock,
	first: Remote,
	open: () => Promise<Remote>,
): ConnectionPair => {
	const slots = first.freeSlots();
	const backoff = createBackoff(clock, retryDelaysSeconds);
	let current = first;
	let retired: Remote | undefined;
	let leaving: Promise<void> | undefined;
	let underWay: Promise<boolean> | undefined;
	let isClosed = false;

	const put = (other: Remote): void => {
		const old = current;
		current = other;
		retired = old;
		void old.ended.then(() => {
			retired = retired === old ? undefined : retired;
		});
	};

	const retire = async (): Promise<boolean> => {
		try {
			const other = await open();
			if (isClosed) {
				await other.close();
				return false;
			}

			put(other);
			backoff.reset();
			return true;
		} catch {
			// The first connection is still there, and says what is wrong with it.
			backoff.failed();
			return false;
		}
	};

	const canReplace = (): boolean => !isClosed && (retired ? retired.freeSlots() > 0 : backoff.isDue());

	return {
		remote: () => current,
		canReplace,
		async replace() {
			if (!underWay && !canReplace()) {
				return false;
			}

			if (retired) {
				put(retired);
				return true;
			}

			underWay ??= retire().finally(() => {
				underWay = undefined;
			});
			return underWay;
		},
		tidy() {
			if (retired?.freeSlots() === slots) {
				leaving = retired.close().catch(() => {});
				retired = undefined;
			}
		},
		async close() {
			isClosed = true;
			await Promise.all([current.close(), retired?.close(), leaving, underWay]);
		},
	};
};
