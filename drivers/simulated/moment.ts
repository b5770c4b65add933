import type {Clock} from '../../source/async/clock.ts';

/** A moment of the simulated host, and how its time is told on the other clocks. */
export type Moment = {
	/** Seconds since the simulated host was started. */
	readonly seconds: number;
	/** The connection's monotonic clock at it, seconds. */
	readonly monotonic: number;
	/** Add it to a time of the host to have that of the monotonic clock, seconds. */
	readonly toMonotonic: number;
	/** Add it to a time of the host to have seconds since 1970. */
	readonly toUnix: number;
};

/** The host starts anew each thirty days of the wall clock, so that its counters stay in bounds. */
const longestUptime = 30 * 24 * 3600;

/** It has always run for about three days: its counters have a past, and the hour is never a round one. */
const leastUptime = 3 * 24 * 3600 + 1234;

/** Starts from what the wall clock says now, and goes as the monotonic clock goes: the host never jumps. */
export const hostClock = (clock: Clock): (() => Moment) => {
	const unix = clock.wall() / 1000;
	const monotonic = clock.monotonic();
	const uptime = leastUptime + (unix % longestUptime);
	return () => {
		const now = clock.monotonic();
		// Whole microseconds: nearer moments differ by less than a number here can tell.
		const passed = Math.floor((now - monotonic) * 1e6) / 1e6;
		return {
			seconds: uptime + passed,
			monotonic: now,
			toMonotonic: monotonic - uptime,
			toUnix: unix - uptime,
		};
	};
};
