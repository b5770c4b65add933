import type {Clock} from '../../../source/clock.ts';
import {createAttempts} from '../../qmp/attempts.ts';
import type {Remote} from '../remote/remote.ts';

/** The connection that questions go over, and another in its place where guests that hang hold all of its slots. */
export type DaemonLine = {
	readonly remote: () => Remote;
	/**
	Opens another one. The old one is kept until its answers came, and only one such at a time: a daemon has few workers, and each
	question that hangs holds one of them. Where there is one already, and some of its answers came, the two change places.
	Resolves to false where there is no other, after as long as connecting takes.
	*/
	readonly replace: () => Promise<boolean>;
	/** Is there another one, or could one be opened now? */
	readonly canReplace: () => boolean;
	/** Lets go of the old one once its answers came; to be called now and then. */
	readonly tidy: () => void;
	readonly close: () => Promise<void>;
};

const pauses = {first: 5, last: 60};

/** @param open opens one like the first, without anybody at the terminal. */
export const createDaemonLine = (clock: Clock, first: Remote, open: () => Promise<Remote>): DaemonLine => {
	const slots = first.freeSlots();
	const attempts = createAttempts(clock, pauses);
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
			attempts.cleared();
			return true;
		} catch {
			// The first one is still there, and says what is wrong with it.
			attempts.failed();
			return false;
		}
	};

	const canReplace = (): boolean => !isClosed && (retired ? retired.freeSlots() > 0 : attempts.isDue());

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
