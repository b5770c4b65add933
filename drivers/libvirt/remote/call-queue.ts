import type {CallOptions} from './remote.ts';

/** Who waits for a turn, in order, and how many had theirs: at most so many at once. */
export type CallQueue = {
	/** Resolves when there is a slot, which is taken then. Rejects with the signal's reason, or with why all ended. */
	readonly enter: (options?: CallOptions) => Promise<void>;
	/** Gives a slot back. */
	readonly leave: () => void;
	readonly free: () => number;
	/** Rejects all that wait, and whoever comes. */
	readonly end: (reason: Error) => void;
};

type Waiting = {readonly start: () => void; readonly fail: (reason: unknown) => void};

export const createCallQueue = (limit: number): CallQueue => {
	const waiting = new Set<Waiting>();
	let taken = 0;
	let ended: Error | undefined;

	return {
		enter: async ({signal} = {}) => {
			if (ended) {
				throw ended;
			}

			signal?.throwIfAborted();
			if (taken < limit) {
				taken += 1;
				return;
			}

			await new Promise<void>((resolve, reject) => {
				const withdraw = () => entry.fail(signal?.reason);
				const settle = (finish: () => void) => {
					waiting.delete(entry);
					signal?.removeEventListener('abort', withdraw);
					finish();
				};
				const entry: Waiting = {
					start: () => settle(resolve),
					fail: (reason) => settle(() => reject(reason)),
				};
				waiting.add(entry);
				signal?.addEventListener('abort', withdraw);
			});
		},
		leave: () => {
			const [next] = waiting;
			if (next) {
				next.start();
			} else {
				taken -= 1;
			}
		},
		free: () => limit - taken,
		end: (reason) => {
			ended = reason;
			for (const {fail} of [...waiting]) {
				fail(reason);
			}
		},
	};
};
