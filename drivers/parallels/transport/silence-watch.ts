import type {Clock} from '../../../source/clock.ts';
import {patientSleep} from '../../qmp/patient-sleep.ts';

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
	let waiting = new AbortController();
	let isStopped = false;

	const patience = (): number =>
		Math.min(longest, Math.max(shortest, missedIntervals * Math.max(0, ...intervals)));

	const watch = async (): Promise<void> => {
		waiting.abort();
		waiting = new AbortController();
		const {signal} = waiting;
		const seconds = patience();
		await patientSleep(clock, seconds, signal);
		if (!signal.aborted) {
			isStopped = true;
			onSilence(seconds);
		}
	};

	return {
		heard: () => {
			if (isStopped) {
				return;
			}

			const now = clock.monotonic();
			const interval = heardAt === undefined ? 0 : now - heardAt;
			// A longer one was ours: this program was suspended.
			if (interval <= patience()) {
				intervals = [...intervals, interval].slice(-remembered);
			}

			heardAt = now;
			void watch();
		},
		stop: () => {
			isStopped = true;
			waiting.abort();
		},
	};
};
