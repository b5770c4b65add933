import type {Clock} from '../../../source/async/clock.ts';
import {createTimer} from '../../../source/async/timer.ts';
import {patientClock} from '../../../source/async/wait.ts';

/** Notices that a service fell silent which told something all the time. */
export type SilenceWatch = {
	/** It told something. Nothing is watched before the first time. */
	readonly heard: () => void;
	readonly stop: () => void;
};

/** Seconds: an event comes each second as a rule, and without stdbuf several at once after some seconds. */
const [shortest, longest] = [5, 60];
const missedIntervals = 5;
/** Of so many intervals the longest counts. */
const remembered = 5;

/** @param onSilence once, with the seconds in which it told nothing: five times its interval, 5 s at least and 60 s at most. */
export const createSilenceWatch = (clock: Clock, onSilence: (seconds: number) => void): SilenceWatch => {
	let heardAt: number | undefined;
	let intervals: readonly number[] = [];
	const timer = createTimer(patientClock(clock));
	let isStopped = false;

	const timeoutSeconds = (): number =>
		Math.min(longest, Math.max(shortest, missedIntervals * Math.max(0, ...intervals)));

	const watch = (): void => {
		const seconds = timeoutSeconds();
		timer.start(seconds, () => {
			isStopped = true;
			onSilence(seconds);
		});
	};

	return {
		heard: () => {
			if (isStopped) {
				return;
			}

			const now = clock.monotonic();
			const interval = heardAt === undefined ? 0 : now - heardAt;
			// A longer one was ours: this program was suspended.
			if (interval <= timeoutSeconds()) {
				intervals = [...intervals, interval].slice(-remembered);
			}

			heardAt = now;
			watch();
		},
		stop: () => {
			isStopped = true;
			timer.stop();
		},
	};
};
