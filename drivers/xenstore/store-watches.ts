import type {StoreCalls} from './store-calls.ts';
import {StoreFault} from './store-fault.ts';
import {unlessRefused} from './store-refusal.ts';

/** The watches of one session. */
export type StoreWatches = {
	/** Watches a path once. Resolves when xenstored has set or refused the watch. Rejects with a StoreFault. */
	readonly ensure: (path: string) => Promise<void>;
	/** Ends the watches below this path, without waiting. */
	readonly forget: (path: string) => void;
	/** Is an event a change? The first event of each watch only says that the watch was set. */
	readonly isChange: (path: string, token: string) => boolean;
	/** Paths that xenstored does not watch for us, and that so may always have changed. */
	readonly refused: () => readonly string[];
};

export const createStoreWatches = ({watch, unwatch}: Pick<StoreCalls, 'watch' | 'unwatch'>): StoreWatches => {
	const watches = new Map<string, Promise<void>>();
	const unset = new Set<string>();
	const refused = new Set<string>();

	const register = async (path: string) => {
		unset.add(path);
		try {
			await unlessRefused(watch(path), () => {
				unset.delete(path);
				refused.add(path);
			});
		} catch (error) {
			watches.delete(path);
			throw error;
		}
	};

	const remove = async (path: string) => {
		try {
			await unlessRefused(unwatch(path), () => undefined);
		} catch (error) {
			if (!(error instanceof StoreFault)) {
				throw error;
			}
		}
	};

	return {
		ensure: (path) => {
			const present = watches.get(path) ?? register(path);
			watches.set(path, present);
			return present;
		},
		forget: (folder) => {
			for (const path of [...watches.keys()].filter((one) => one.startsWith(`${folder}/`))) {
				watches.delete(path);
				unset.delete(path);
				if (!refused.delete(path)) {
					void remove(path);
				}
			}
		},
		isChange: (path, token) => path !== token || !unset.delete(token),
		refused: () => [...refused],
	};
};
