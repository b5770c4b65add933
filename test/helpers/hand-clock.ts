import type {Clock} from '../../source/async/clock.ts';

/** A clock that stands still until it is moved by hand; monotonic and wall clock move together. */
export type HandClock = Clock & {
	/** Lets these seconds pass, and ends in order the sleeps that are due in them. */
	readonly advance: (seconds: number) => Promise<void>;
};

type Sleeper = {readonly until: number; readonly wake: () => void};

/** @param wall milliseconds since 1970 at the start. */
export const createHandClock = (wall = Date.UTC(2026, 10, 20, 12), monotonic = 1000): HandClock => {
	const wallAhead = wall / 1000 - monotonic;
	const sleepers = new Set<Sleeper>();
	let now = monotonic;

	const settle = () => new Promise((resolve) => setImmediate(resolve));

	return {
		monotonic: () => now,
		wall: () => Math.round((now + wallAhead) * 1000),
		sleep: (seconds, signal) =>
			new Promise((resolve) => {
				if (signal?.aborted || seconds <= 0) {
					resolve();
					return;
				}

				const wake = () => {
					sleepers.delete(sleeper);
					signal?.removeEventListener('abort', wake);
					resolve();
				};

				const sleeper = {until: now + seconds, wake};
				sleepers.add(sleeper);
				signal?.addEventListener('abort', wake, {once: true});
			}),
		async advance(seconds) {
			const end = now + seconds;
			for (;;) {
				const next = [...sleepers]
					.filter(({until}) => until <= end)
					.sort((one, other) => one.until - other.until)[0];
				if (!next) {
					break;
				}

				now = Math.max(now, next.until);
				next.wake();
				await settle();
			}

			now = end;
			await settle();
		},
	};
};
