import {type BalloonAge, balloonAge, hasRead} from '../../../source/model/balloon-age.ts';
import {memoryStat} from '../../../source/model/memory-stat.ts';
import {isHostTag} from '../../../source/model/memory-tags.ts';
import type {Memory, MemoryStat} from '../../../source/model/sample.ts';
import type {DomainContext, DomainInput} from './domain-input.ts';

/** The statistics that change with the guest's answers. */
const guestStats = (stats: readonly MemoryStat[] | undefined): readonly MemoryStat[] =>
	stats?.filter(({tag}) => !isHostTag(tag)) ?? [];

const isSame = (one: readonly MemoryStat[], other: readonly MemoryStat[]): boolean =>
	one.length === other.length &&
	one.every(({tag, value}, place) => tag === other[place]?.tag && value === other[place]?.value);

const updateOf = (stats: readonly MemoryStat[] | undefined): number | undefined =>
	stats?.find(({tag}) => tag === 'last_update')?.value;

/**
How old statistics of the guest are.
@param updated their `last_update`. Undefined: libvirt reports none.
@param isSame whether the memory before had the same statistics, where there is no `last_update`.
*/
export const ageOfStats = (
	{at, wall, isFar, uptime, before}: DomainContext,
	incarnation: string,
	updated: number | undefined,
	isSame: (past: Memory) => boolean,
): BalloonAge => {
	const past = before?.incarnation === incarnation && hasRead(before.memory) ? before : undefined;
	return balloonAge({
		at,
		before: past && {
			at: past.at,
			age: past.memory,
			isSame:
				updated === undefined ? isSame(past.memory) : memoryStat(past.memory, 'last_update') === updated,
		},
		byWall: updated === undefined || isFar ? undefined : wall / 1000 - updated,
		most: past ? undefined : uptime?.(),
	});
};

/**
How old the balloon's statistics are. Empty: the guest gave none. The age is known only once the statistics were seen to
change over SSH, where the clocks differ, and where libvirt reports no last_update (vz).
*/
export const statsAge = ({context, incarnation}: DomainInput, stats: readonly MemoryStat[]): BalloonAge => {
	const given = guestStats(stats);
	return given.length === 0
		? {}
		: ageOfStats(context, incarnation, updateOf(stats), (past) => isSame(given, guestStats(past.stats)));
};
