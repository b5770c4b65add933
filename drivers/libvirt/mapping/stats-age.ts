import {type BalloonAge, balloonAge, hasRead} from '../../../source/model/balloon-age.ts';
import {isHostTag} from '../../../source/model/memory-tags.ts';
import type {MemoryStat} from '../../../source/model/sample.ts';
import type {DomainInput} from './domain-input.ts';

/** The statistics that change with the guest's answers. */
const guestStats = (stats: readonly MemoryStat[] | undefined): readonly MemoryStat[] =>
	stats?.filter(({tag}) => !isHostTag(tag)) ?? [];

const isSame = (one: readonly MemoryStat[], other: readonly MemoryStat[]): boolean =>
	one.length === other.length &&
	one.every(({tag, value}, place) => tag === other[place]?.tag && value === other[place]?.value);

const updateOf = (stats: readonly MemoryStat[] | undefined): number | undefined =>
	stats?.find(({tag}) => tag === 'last_update')?.value;

/**
How old the balloon's statistics are. Empty: the guest gave none. The age is known only once the statistics were seen to
change over SSH, where the clocks differ, and where libvirt reports no last_update (vz).
*/
export const statsAge = ({context, incarnation}: DomainInput, stats: readonly MemoryStat[]): BalloonAge => {
	const {at, wall, isFar, uptime, before} = context;
	const updated = updateOf(stats);
	const given = guestStats(stats);
	if (given.length === 0) {
		return {};
	}

	const past = before?.incarnation === incarnation && hasRead(before.memory) ? before : undefined;
	return balloonAge({
		at,
		before: past && {
			at: past.at,
			age: past.memory,
			isSame:
				updated === undefined
					? isSame(given, guestStats(past.memory.stats))
					: updateOf(past.memory.stats) === updated,
		},
		byWall: updated === undefined || isFar ? undefined : wall / 1000 - updated,
		most: past ? undefined : uptime?.(),
	});
};
