import type {Clock} from '../../async/clock.ts';
import {createTimer} from '../../async/timer.ts';
import type {Switch} from '../../keys/terminal-input/input-modes.ts';
import {type Frame, frameUpdate} from './frame-update.ts';
import type {TerminalDevice} from './terminal-device.ts';
import {enterScreen, restoredModes} from './terminal-modes.ts';

/** The only writer to the terminal while the screen is held. */
export type TerminalWriter = {
	/** Takes the screen, and paints the newest frame on it. */
	readonly take: () => void;
	/** Writes a frame as soon as the terminal took the frame before; until then a newer frame replaces it. */
	readonly show: (frame: Frame) => void;
	/** Makes the next frame a whole frame: the terminal's content is not known any more, as after a new size. */
	readonly forget: () => void;
	/** Is the screen held, and did the terminal take every frame? The next frame is then written at once. */
	readonly isReady: () => boolean;
	/** Restores the terminal. Resolves when the terminal took what restores it, or after a timeout. */
	readonly release: () => Promise<void>;
	/** Restores the terminal as far as possible without waiting, for exits that wait for nothing. */
	readonly abandon: () => void;
};

/** Seconds between two attempts to write to a terminal that took nothing: no event tells when it can take more. */
const retryDelaySeconds = 0.02;

/** Seconds that a terminal has to take what restores it; together with all else they stay within 200 ms. */
const restoreTimeoutSeconds = 0.15;
const restoreDelaySeconds = 0.01;

type Pending = {readonly frame: Frame; rest: Uint8Array};

/** Differs from every frame that can be shown. */
const noFrame: Frame = {rows: [], columns: 0};

/**
At most one frame is in flight, and only the newest frame is kept beside it, however slowly the terminal takes frames.

@param onReady is called when the terminal took every frame.
@param onLost is called once, when the terminal is gone.
@param modes are also switched on with the screen, and off before the screen is left.
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
	let newest: Frame | undefined;
	/** The frame that the terminal took last. Undefined: not known. */
	let shown: Frame | undefined;
	let pending: Pending | undefined;
	let restored = Promise.resolve();

	/** @returns the bytes that the terminal did not take. */
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
		return {frame: newest, rest: Buffer.from(before + frameUpdate(shown, newest))};
	};

	/** @returns whether the frame in flight, or the next frame, can be written further at once. */
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

		shown = pending.frame;
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
			// Nothing is offered until the discard is over: it would be thrown away, too.
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
		show(frame) {
			newest = frame;
			write();
		},
		forget() {
			shown = undefined;
			if (pending) {
				// Taken or not, the frame is of a screen that is no more.
				pending = {frame: noFrame, rest: pending.rest};
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
