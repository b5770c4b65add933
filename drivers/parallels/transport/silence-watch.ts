import type {Clock} from '../../../source/async/clock.ts';
import {createTimer} from '../../../source/async/timer.ts';
import {patientClock} from '../../../source/async/wait.ts';

/** Notices when a service that sends regularly falls silent. */
export type SilenceWatch = {
	/** The service sent something. The watch begins with the first call. */
	readonly heard: () => void;
	readonly stop: () => void;
};

/** Timeout in seconds: an event usually comes each second, and without stdbuf several come at once after some seconds. */
const [shortest, longest] = [5, 60];
const missedIntervals = 5;
/** How many of the last intervals are kept; the longest of them counts. */
const remembered = 5;

/** @param onSilence called once, with the seconds of silence: five times the interval, at least 5 s and at most 60 s. */
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
			// A longer interval is no silence of the service: this program was suspended.
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
