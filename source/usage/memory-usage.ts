import {rate} from '../model/rate.ts';
import type {Memory, MemoryTag} from '../model/sample.ts';

/** What balloon statistics say was used; their time is their own `last_update`, not the domain's. */
export type MemoryUsage = {
	readonly swapInKiBPerSecond: number | undefined;
	readonly swapOutKiBPerSecond: number | undefined;
	readonly majorFaultsPerSecond: number | undefined;
	readonly minorFaultsPerSecond: number | undefined;
};

const unknown: MemoryUsage = {
	swapInKiBPerSecond: undefined,
	swapOutKiBPerSecond: undefined,
	majorFaultsPerSecond: undefined,
	minorFaultsPerSecond: undefined,
};

/** The value of one tag; absent where it was not answered. */
export const memoryStat = (memory: Memory | undefined, tag: MemoryTag): number | undefined =>
	memory?.stats?.find((stat) => stat.tag === tag)?.value;

/** Dates have whole seconds, seconds. */
const slack = 1.05;

/** Periods that a guest is late at most, before it counts as silent. */
const missedAfterPeriods = 2;

/**
Seconds between two answers of a guest. Their dates tell, but where the clock that dated them was stepped between the two:
then it is what the monotonic clock saw pass, or unknown.
*/
const secondsBetween = (told: number, before: Memory, now: Memory, seconds = 0): number | undefined => {
	const {statsAge, period = 0} = now;
	if (before.statsAge !== undefined && statsAge !== undefined) {
		const passed = seconds + before.statsAge - statsAge;
		return Math.abs(told - passed) <= slack ? told : passed;
	}

	const most = before.statsAgeAtLeast;
	return most === undefined || (period > 0 && told <= seconds + most + missedAfterPeriods * period + slack)
		? told
		: undefined;
};

/**
The guest answers in its own rhythm, so a refresh may find the same statistics again: then the last rates stay.
Where the source has no `last_update`, the domain's own time between the readings counts.

@param seconds between the two readings of the domain.
@param last what was reckoned from `before`.
*/
export const memoryUsage = (
	before: Memory | undefined,
	memory: Memory,
	seconds: number | undefined,
	last: MemoryUsage | undefined,
): MemoryUsage => {
	const updated = memoryStat(memory, 'last_update');
	const updatedBefore = memoryStat(before, 'last_update');
	if (updated !== undefined && updated === updatedBefore) {
		return last ?? unknown;
	}

	const interval =
		before !== undefined && updated !== undefined && updatedBefore !== undefined
			? secondsBetween(updated - updatedBefore, before, memory, seconds)
			: updated === updatedBefore
				? seconds
				: undefined;
	const perSecond = (tag: MemoryTag): number | undefined =>
		rate(memoryStat(before, tag), memoryStat(memory, tag), interval);
	return {
		swapInKiBPerSecond: perSecond('swap_in'),
		swapOutKiBPerSecond: perSecond('swap_out'),
		majorFaultsPerSecond: perSecond('major_fault'),
		minorFaultsPerSecond: perSecond('minor_fault'),
	};
};
