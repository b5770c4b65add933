import {createHandClock, type HandClock} from './hand-clock.ts';

/** A clock moved by hand that also tells which sleeps wait for it. */
export type FakeClock = HandClock & {
	/** Seconds of each pending sleep: the timers that a real clock would hold. */
	readonly sleeping: () => readonly number[];
	/** Lets everything happen that needs no more time. */
	readonly settle: () => Promise<void>;
};

export const createFakeClock = (): FakeClock => {
	const clock = createHandClock();
	const sleeps = new Set<{readonly seconds: number}>();
	return {
		...clock,
		async sleep(seconds, signal) {
			const sleep = {seconds};
			sleeps.add(sleep);
			await clock.sleep(seconds, signal);
			sleeps.delete(sleep);
		},
		// Code that is about to sleep must sleep before the time passes.
		async advance(seconds) {
			await clock.advance(0);
			await clock.advance(seconds);
		},
		sleeping: () => [...sleeps].map(({seconds}) => seconds),
		settle: () => clock.advance(0),
	};
};
