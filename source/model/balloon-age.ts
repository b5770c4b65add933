import type {Memory} from './sample.ts';

/** How old a domain's balloon statistics are, as its memory has it. */
export type BalloonAge = Pick<Memory, 'statsAge' | 'statsAgeAtLeast'>;

/** One reading of balloon statistics. */
export type StatsReading = {
	/** Monotonic seconds of the reading. */
	readonly at: number;
	/** The reading before, and whether it had the same statistics. Absent: they were not read before. */
	readonly before: {readonly at: number; readonly age: BalloonAge; readonly isSame: boolean} | undefined;
	/** Seconds since the guest gave them, by the wall clock that dated them. Absent: they have no date, or that clock is not ours. */
	readonly byWall: number | undefined;
	/** Seconds for which the guest can have given them at most: how long it, or its host, has run. Absent: not known. */
	readonly most: number | undefined;
};

/** A date has whole seconds. */
const slack = 1;

/** At first sight the wall clock alone tells, and only what can be. */
const firstAge = (byWall: number | undefined, most = Number.POSITIVE_INFINITY): BalloonAge =>
	byWall !== undefined && byWall >= -slack && byWall <= most + slack
		? {statsAge: Math.max(0, byWall), statsAgeAtLeast: undefined}
		: {statsAge: undefined, statsAgeAtLeast: 0};

const older = (age: number | undefined, seconds: number): number | undefined =>
	age === undefined ? undefined : age + seconds;

/**
The age of statistics. A wall clock may be stepped at any time, so it only says more than the monotonic clock knows:
what stays the same ages by the monotonic clock, and what is new was given after the reading before. QEMU dates them by
the host's wall clock (`last-update` of docs/interop/virtio-balloon-stats.rst).
*/
export const balloonAge = ({at, before, byWall, most}: StatsReading): BalloonAge => {
	if (!before) {
		return firstAge(byWall, most);
	}

	const passed = Math.max(0, at - before.at);
	if (before.isSame) {
		const {statsAge, statsAgeAtLeast} = before.age;
		return {statsAge: older(statsAge, passed), statsAgeAtLeast: older(statsAgeAtLeast, passed)};
	}

	return {statsAge: Math.min(passed, Math.max(0, byWall ?? 0)), statsAgeAtLeast: undefined};
};

/** Was the guest's part of the memory read then, whatever it said? */
export const hasRead = ({balloon, stats, reason}: Memory): boolean =>
	balloon === 'present' && stats !== undefined && reason === undefined;
