import {isAnswered} from './memory-view.ts';
import type {Memory} from './sample.ts';

/** Age of a domain's balloon statistics, in the fields of its memory. */
export type BalloonAge = Pick<Memory, 'statsAge' | 'statsAgeAtLeast'>;

/** One reading of balloon statistics. */
export type StatsReading = {
	/** Monotonic seconds of the reading. */
	readonly at: number;
	/** The reading before, and whether it had the same statistics. Undefined: the statistics were not read before. */
	readonly before: {readonly at: number; readonly age: BalloonAge; readonly isSame: boolean} | undefined;
	/**
	Seconds since the guest gave the statistics, by the wall clock that dated them. Undefined: the statistics have no date, or the
	clock is not ours.
	*/
	readonly byWall: number | undefined;
	/** Upper bound of the age, seconds: how long the guest, or its host, has run. Undefined: not known. */
	readonly most: number | undefined;
};

/** Tolerance in seconds, as a date has whole seconds. */
const toleranceSeconds = 1;

/** At the first reading only the wall clock tells the age, and only an age that is possible counts. */
const firstAge = (byWall: number | undefined, most = Number.POSITIVE_INFINITY): BalloonAge =>
	byWall !== undefined && byWall >= -toleranceSeconds && byWall <= most + toleranceSeconds
		? {statsAge: Math.max(0, byWall), statsAgeAtLeast: undefined}
		: {statsAge: undefined, statsAgeAtLeast: 0};

const older = (age: number | undefined, seconds: number): number | undefined =>
	age === undefined ? undefined : age + seconds;

/**
Age of statistics. A wall clock may be stepped at any time, so it only adds to what the monotonic clock knows. Unchanged
statistics age by the monotonic clock. New statistics were given after the reading before. QEMU dates statistics by the host's
wall clock (`last-update` of docs/interop/virtio-balloon-stats.rst).
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

/** Whether the guest's part of the memory was read, whatever its values. */
export const hasRead = (memory: Memory): boolean =>
	memory.balloon === 'present' && isAnswered(memory) && memory.reason === undefined;
