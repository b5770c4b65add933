import type {Clock} from '../../source/async/clock.ts';
import {deferred, untilAborted} from '../../source/async/wait.ts';
import {createPatientClock} from './patient-clock.ts';

/** A clock that can be put forward. That ends no sleep: a sleep lasts as long as it would have. */
export type ShiftedClock = Clock & {readonly shift: (seconds: number) => void};

/** A clock that can be put forward, and whose sleeps can be held. */
export type HeldClock = ShiftedClock & {
	/** From now on a sleep ends only at its signal: what is done nevertheless has waited for no time. */
	readonly holdSleepers: () => void;
	readonly freeSleepers: () => void;
};

/** @param clock undefined: a clock that stands still while this process is held up. */
export const createShiftedClock = (clock: Clock = createPatientClock()): HeldClock => {
	let ahead = 0;
	let held: Promise<void> | undefined;
	let free = () => {};
	return {
		monotonic: () => clock.monotonic() + ahead,
		wall: () => clock.wall() + ahead * 1000,
		sleep: async (seconds, signal = new AbortController().signal) => {
			await clock.sleep(seconds, signal);
			while (held && !signal.aborted) {
				await untilAborted(held, signal);
			}
		},
		shift: (seconds) => {
			ahead += seconds;
		},
		holdSleepers: () => {
			const {promise, resolve} = deferred<void>();
			held = promise;
			free = resolve;
		},
		freeSleepers: () => {
			held = undefined;
			free();
		},
	};
};
