import type {MemoryStat} from '../../../source/sample.ts';
import type {DomainSituation} from './domain-situation.ts';

/** Known by libvirt itself, and moving without the guest. */
const hostTags: ReadonlySet<string> = new Set(['actual', 'rss']);

const guestStats = (stats: readonly MemoryStat[] | undefined): readonly MemoryStat[] =>
	stats?.filter(({tag}) => !hostTags.has(tag)) ?? [];

const isSame = (one: readonly MemoryStat[], other: readonly MemoryStat[]): boolean =>
	one.length === other.length &&
	one.every(({tag, value}, place) => tag === other[place]?.tag && value === other[place]?.value);

const updateOf = (stats: readonly MemoryStat[] | undefined): number | undefined =>
	stats?.find(({tag}) => tag === 'last_update')?.value;

/**
How old the balloon's statistics are, seconds; absent: the guest gave none. On this machine its clock less last_update.
Over SSH, where the clocks differ, and where libvirt tells no last_update (vz), it is how long they have been seen
unchanged.
*/
export const statsAge = (
	{context, incarnation}: DomainSituation,
	stats: readonly MemoryStat[],
): number | undefined => {
	const {at, wall, isFar, before} = context;
	const updated = updateOf(stats);
	const given = guestStats(stats);
	if (given.length === 0) {
		return undefined;
	}

	if (updated !== undefined && !isFar) {
		return Math.max(0, wall / 1000 - updated);
	}

	const past = before?.incarnation === incarnation ? before : undefined;
	const isUnchanged =
		updated === undefined
			? isSame(given, guestStats(past?.memory.stats))
			: updateOf(past?.memory.stats) === updated;
	return past?.memory.statsAge !== undefined && isUnchanged
		? Math.max(0, past.memory.statsAge + (at - past.at))
		: 0;
};
