import {memoryStat} from '../model/memory-stat.ts';
import {rate} from '../model/rate.ts';
import type {Memory} from '../model/sample.ts';

/** Rates from balloon statistics. Their time is their own `last_update`, not the domain's `at`. */
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
	if (interval === undefined) {
		return unknown;
	}

	const swapIn = rate(memoryStat(before, 'swap_in'), memoryStat(memory, 'swap_in'), interval);
	const swapOut = rate(memoryStat(before, 'swap_out'), memoryStat(memory, 'swap_out'), interval);
	const major = rate(memoryStat(before, 'major_fault'), memoryStat(memory, 'major_fault'), interval);
	const minor = rate(memoryStat(before, 'minor_fault'), memoryStat(memory, 'minor_fault'), interval);
	return swapIn === undefined && swapOut === undefined && major === undefined && minor === undefined
		? unknown
		: {
				swapInKiBPerSecond: swapIn,
				swapOutKiBPerSecond: swapOut,
				majorFaultsPerSecond: major,
				minorFaultsPerSecond: minor,
			};
};
