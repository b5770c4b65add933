import type {Clock} from '../../source/async/clock.ts';

/** A moment of the simulated host, and how its time translates to the other clocks. */
export type Moment = {
	/** Seconds since the simulated host was started. */
	readonly seconds: number;
	/** The connection's monotonic clock at this moment, seconds. */
	readonly monotonic: number;
	/** Offset from the host's time to the monotonic clock, seconds: add it. */
	readonly toMonotonic: number;
	/** Offset from the host's time to seconds since 1970: add it. */
	readonly toUnix: number;
};

/** The host restarts every thirty days of the wall clock, so that its counters stay in bounds. Seconds. */
const longestUptime = 30 * 24 * 3600;

/** The host has always run for about three days: its counters have a past, and its uptime is no round number. Seconds. */
const leastUptime = 3 * 24 * 3600 + 1234;

/** Starts from the present wall clock, and then follows the monotonic clock: the host's time never jumps. */
export const hostClock = (clock: Clock): (() => Moment) => {
	const unix = clock.wall() / 1000;
	const monotonic = clock.monotonic();
	const uptime = leastUptime + (unix % longestUptime);
	return () => {
		const now = clock.monotonic();
		// Whole microseconds: a number here cannot tell closer moments apart.
		const passed = Math.floor((now - monotonic) * 1e6) / 1e6;
		return {
			seconds: uptime + passed,
			monotonic: now,
			toMonotonic: monotonic - uptime,
			toUnix: unix - uptime,
		};
	};
};
