import type {Clock} from '../../async/clock.ts';
import {createTimer} from '../../async/timer.ts';
import type {Switch} from '../../keys/terminal-input/input-modes.ts';
import {frameUpdate} from './frame-update.ts';
import type {TerminalDevice} from './terminal-device.ts';
import {enterScreen, restoredModes} from './terminal-modes.ts';

/** The only one that writes to the terminal while the screen is held. */
export type TerminalWriter = {
	/** Takes the screen, and paints the newest frame on it. */
	readonly take: () => void;
	/** Writes a frame as soon as the terminal took the one before; a newer one takes its place until then. */
	readonly show: (rows: readonly string[]) => void;
	/** Paints the next frame whole: what is on the terminal is not known any more, as after a new size. */
	readonly forget: () => void;
	/** Is the screen held, and was all that was shown taken? A frame is then written at once. */
	readonly isReady: () => boolean;
	/** Restores the terminal: resolves when it took that, or after the longest time it is given. */
	readonly release: () => Promise<void>;
	/** Restores the terminal as far as it can be done without waiting, for ends that wait for nothing. */
	readonly abandon: () => void;
};

/** Seconds between two attempts to write to a terminal that took nothing: nothing tells when it can. */
const retryDelaySeconds = 0.02;

/** Seconds that a terminal is given to take what restores it; with all else it stays within 200 ms. */
const restoreTimeoutSeconds = 0.15;
const restoreDelaySeconds = 0.01;

type Pending = {readonly rows: readonly string[]; rest: Uint8Array};

/**
At most one frame is on its way, and only the newest is kept beside it, however slowly the terminal takes them.

@param onReady is called when all was taken.
@param onLost is called once, when the terminal is gone.
@param modes what else to switch on with the screen, and off before it is left.
*/
export const createTerminalWriter = (
	device: Pick<TerminalDevice, 'write' | 'discard'>,
	clock: Pick<Clock, 'monotonic' | 'sleep'>,
	{onReady, onLost}: {readonly onReady: () => void; readonly onLost: () => void},
	modes: Switch = {on: '', off: ''},
): TerminalWriter => {
	const retry = createTimer(clock);
	let held = false;
	let entered = false;
	let lost = false;
	let newest: readonly string[] | undefined;
	/** As the terminal took them last; undefined: not known. */
	let shown: readonly string[] | undefined;
	let pending: Pending | undefined;
	let restored = Promise.resolve();

	/** @returns what the terminal did not take. */
	const offer = (bytes: Uint8Array): Uint8Array => {
		try {
			return lost ? bytes : bytes.subarray(device.write(bytes));
		} catch {
			lost = true;
			onLost();
			return bytes;
		}
	};

	const nextFrame = (): Pending | undefined => {
		if (!held || lost || !newest || newest === shown) {
			return undefined;
		}

		const before = entered ? '' : enterScreen + modes.on;
		entered = true;
		return {rows: newest, rest: Buffer.from(before + frameUpdate(shown, newest))};
	};

	/** @returns whether the frame on its way, or one that is due, can go on at once. */
	const writeMore = (): boolean => {
		pending ??= nextFrame();
		if (!pending || lost) {
			return false;
		}

		const {length} = pending.rest;
		pending.rest = offer(pending.rest);
		if (pending.rest.length > 0) {
			return pending.rest.length < length;
		}

		shown = pending.rows;
		pending = undefined;
		return true;
	};

	const write = (): void => {
		while (!retry.isRunning() && writeMore());
		if (pending && !retry.isRunning() && !lost) {
			retry.start(retryDelaySeconds, write);
		} else if (held && !pending) {
			onReady();
		}
	};

	/** @returns whether there is anything to restore. */
	const letGo = (): boolean => {
		const was = entered;
		retry.stop();
		held = false;
		entered = false;
		pending = undefined;
		shown = undefined;
		return was;
	};

	const restore = async (): Promise<void> => {
		const end = clock.monotonic() + restoreTimeoutSeconds;
		const bytes = Buffer.from(modes.off + restoredModes);
		let rest = offer(bytes);
		if (rest.length > 0 && !lost) {
			// Nothing is offered until that is over: it would be thrown away, too.
			await device.discard();
			rest = offer(bytes);
		}

		while (rest.length > 0 && !lost && clock.monotonic() < end) {
			await clock.sleep(restoreDelaySeconds);
			rest = offer(rest);
		}
	};

	return {
		take() {
			held = true;
			write();
		},
		show(rows) {
			newest = rows;
			write();
		},
		forget() {
			shown = undefined;
			if (pending) {
				// Taken or not, it is of a screen that is no more.
				pending = {rows: [], rest: pending.rest};
			}
		},
		isReady: () => held && !pending,
		release() {
			if (letGo()) {
				restored = restore();
			}

			return restored;
		},
		abandon() {
			if (letGo()) {
				offer(Buffer.from(modes.off + restoredModes));
			}
		},
	};
};
