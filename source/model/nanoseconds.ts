export const nanosecondsPerSecond = 1e9;

/** Nanoseconds in seconds; undefined: the time is unknown. */
export const secondsOf = (nanoseconds: number | undefined): number | undefined =>
	nanoseconds === undefined ? undefined : nanoseconds / nanosecondsPerSecond;
