import type {Clock} from '../../async/clock.ts';
import {createStore, type Store} from '../../async/store.ts';
import {createTimer} from '../../async/timer.ts';

/** Least seconds from one value to the next. */
const shortestInterval = 1 / 30;

export type NewestValue<Value> = {
	readonly shown: Pick<Store<Value>, 'get' | 'subscribe'>;
	/** Lets the newest value through, when it is due and the screen is ready. */
	readonly pass: () => void;
	/** Lets the newest value through before it is due, where the screen is ready. */
	readonly passNow: () => void;
	readonly close: () => void;
};

/**
Lets the newest value of a store through as soon as the screen is ready for a value, at most 30 times a second. Values in
between are never drawn, and cost nothing.
*/
export const createNewestValue = <Value>(
	source: Pick<Store<Value>, 'get' | 'subscribe'>,
	isReady: () => boolean,
	clock: Pick<Clock, 'monotonic' | 'sleep'>,
): NewestValue<Value> => {
	const shown = createStore(source.get());
	const timer = createTimer(clock);
	let next = clock.monotonic();
	let isClosed = false;

	const passNow = (): void => {
		if (shown.get() !== source.get() && isReady()) {
			next = clock.monotonic() + shortestInterval;
			shown.set(source.get());
		}
	};

	const pass = (): void => {
		if (timer.isRunning() || isClosed || shown.get() === source.get() || !isReady()) {
			return;
		}

		const rest = next - clock.monotonic();
		if (rest <= 0) {
			passNow();
			return;
		}

		timer.start(rest, pass);
	};

	const unsubscribe = source.subscribe(pass);
	return {
		shown,
		pass,
		passNow,
		close() {
			unsubscribe();
			isClosed = true;
			timer.stop();
		},
	};
};
