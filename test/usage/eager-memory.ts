import {memoryStat} from '../../source/model/memory-stat.ts';
import {rate} from '../../source/model/rate.ts';
import type {Memory, MemoryTag} from '../../source/model/sample.ts';
import type {MemoryUsage} from '../../source/usage/memory-usage.ts';

const unknown: MemoryUsage = {
	swapInKiBPerSecond: undefined,
	swapOutKiBPerSecond: undefined,
	majorFaultsPerSecond: undefined,
	minorFaultsPerSecond: undefined,
};

/** Tolerance in seconds, as dates have whole seconds. */
const toleranceSeconds = 1.05;

/** Highest number of periods that a guest is late before it counts as silent. */
const missedAfterPeriods = 2;

/**
Seconds between two answers of a guest, by their dates. Where the clock that dated the answers was stepped between the two, the
seconds are what the monotonic clock saw pass. Undefined: unknown.
@param byDates seconds between the dates of the two answers.
*/
const secondsBetween = (byDates: number, before: Memory, now: Memory, seconds = 0): number | undefined => {
	const {statsAge, period = 0} = now;
	if (before.statsAge !== undefined && statsAge !== undefined) {
		const passed = seconds + before.statsAge - statsAge;
		return Math.abs(byDates - passed) <= toleranceSeconds ? byDates : passed;
	}

	const most = before.statsAgeAtLeast;
	return most === undefined ||
		(period > 0 && byDates <= seconds + most + missedAfterPeriods * period + toleranceSeconds)
		? byDates
		: undefined;
};

/**
The guest answers at its own interval, so a refresh may find the same statistics again: then the last rates stay. Where the
source has no `last_update`, the domain's own time between the readings counts.

@param seconds between the two readings of the domain.
@param last usage that was derived from `before`.
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
