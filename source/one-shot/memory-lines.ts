import {memoryTags} from '../memory-tags.ts';
import type {Memory, MemoryStat, MemoryTag} from '../sample.ts';
import {memoryStat} from '../usage/memory-usage.ts';

/** One line of virsh dommemstat. */
export const memoryLine = ({tag, value}: MemoryStat): string => `${tag} ${Math.round(value)}`;

/** `tag value` lines as of virsh dommemstat: sizes in KiB; what is unknown has no line, and without a balloon there is no `actual`. Of a guest that never gave statistics last_update is 0. */
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
