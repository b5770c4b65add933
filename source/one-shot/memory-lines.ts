import {counterNames, type MemoryTag} from '../model/counters.ts';
import {memoryStat} from '../model/memory-stat.ts';
import type {Memory, MemoryStat} from '../model/sample.ts';

const memoryTags = counterNames('memory');

/** One line of virsh dommemstat. */
export const memoryLine = ({tag, value}: MemoryStat): string => `${tag} ${Math.round(value)}`;

/**
Lines of `tag value`, as virsh dommemstat prints them. Sizes are in KiB. An unknown statistic has no line, and without a
balloon there is no `actual`. For a guest that never gave statistics, `last_update` is 0.
*/
export const memoryLines = (memory: Memory): readonly string[] => {
	const own: Partial<Record<MemoryTag, number | undefined>> = {
		actual: memory.balloon === 'absent' ? undefined : memory.currentKiB,
		rss: memory.residentKiB,
		last_update: memory.isUnanswered ? 0 : undefined,
	};
	return memoryTags.flatMap((tag) => {
		const value = memoryStat(memory, tag) ?? own[tag];
		return value === undefined ? [] : [memoryLine({tag, value})];
	});
};
