import {counterNames, type MemoryTag} from '../model/counters.ts';
import type {Memory, MemoryStat} from '../model/sample.ts';
import {memoryStat} from '../usage/memory-usage.ts';

const memoryTags = counterNames('memory');

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
