import type {Clock} from '../../clock.ts';
import {createStore, type Store} from '../../store.ts';

/** Seconds from one value to the next. */
const shortestInterval = 1 / 30;

export type NewestValue<Value> = {
	readonly shown: Pick<Store<Value>, 'get' | 'subscribe'>;
	/** Lets the newest value through, where it is time for it. */
	readonly pass: () => void;
	/** Lets it through whatever the time, where the screen is ready. */
	readonly passNow: () => void;
	readonly close: () => void;
};

/**
Lets the values of a store through to the screen: the newest one, as soon as it is ready for one, and 30 a second at
most. Those between are never drawn, and cost nothing.
*/
export const createNewestValue = <Value>(
	source: Pick<Store<Value>, 'get' | 'subscribe'>,
	isReady: () => boolean,
	clock: Pick<Clock, 'monotonic' | 'sleep'>,
): NewestValue<Value> => {
	const shown = createStore(source.get());
	const ending = new AbortController();
	let next = clock.monotonic();
	let waits = false;

	const passNow = (): void => {
		if (shown.get() !== source.get() && isReady()) {
			next = clock.monotonic() + shortestInterval;
			shown.set(source.get());
		}
	};

	const pass = (): void => {
		if (waits || ending.signal.aborted || shown.get() === source.get() || !isReady()) {
			return;
		}

		const rest = next - clock.monotonic();
		if (rest <= 0) {
			passNow();
			return;
		}

		waits = true;
		void clock.sleep(rest, ending.signal).then(() => {
			waits = false;
			pass();
		});
	};

	const unsubscribe = source.subscribe(pass);
	return {
		shown,
		pass,
		passNow,
		close() {
			unsubscribe();
			ending.abort();
		},
	};
};
