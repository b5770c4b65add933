/** Where time comes from. Tests and captured trees give their own. */
export type Clock = {
	/** Monotonic seconds: what rates divide by. */
	readonly monotonic: () => number;
	/** Wall clock, milliseconds since 1970: what a person reads, and what a guest's `last_update` is compared with. */
	readonly wall: () => number;
	/** Resolves after `seconds`, or as soon as the signal fires. Never rejects. */
	readonly sleep: (seconds: number, signal?: AbortSignal) => Promise<void>;
};

/** The machine's own clocks. */
export const systemClock: Clock = {
	monotonic: () => performance.now() / 1000,
	wall: () => Date.now(),
	sleep: (seconds, signal) =>
		new Promise((resolve) => {
			if (signal?.aborted) {
				resolve();
				return;
			}

			const done = () => {
				clearTimeout(timer);
				signal?.removeEventListener('abort', done);
				resolve();
			};

			const timer = setTimeout(done, seconds * 1000);
			signal?.addEventListener('abort', done, {once: true});
		}),
};
