import {rate} from '../rate.ts';
import type {Memory, MemoryTag} from '../sample.ts';

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

	const known = updated !== undefined && updatedBefore !== undefined;
	const interval = known ? updated - updatedBefore : updated === updatedBefore ? seconds : undefined;
	const perSecond = (tag: MemoryTag): number | undefined =>
		rate(memoryStat(before, tag), memoryStat(memory, tag), interval);
	return {
		swapInKiBPerSecond: perSecond('swap_in'),
		swapOutKiBPerSecond: perSecond('swap_out'),
		majorFaultsPerSecond: perSecond('major_fault'),
		minorFaultsPerSecond: perSecond('minor_fault'),
	};
};
