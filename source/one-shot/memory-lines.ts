import {memoryTags} from '../memory-tags.ts';
import type {Memory, MemoryTag} from '../sample.ts';
import {memoryStat} from '../usage/memory-usage.ts';

/** `tag value` lines as of virsh dommemstat: sizes in KiB; what is unknown has no line, and without a balloon there is no `actual`. */
export const memoryLines = (memory: Memory): readonly string[] => {
	const own: Partial<Record<MemoryTag, number | undefined>> = {
		actual: memory.balloon === 'absent' ? undefined : memory.currentKiB,
		rss: memory.residentKiB,
	};
	return memoryTags.flatMap((tag) => {
		const value = memoryStat(memory, tag) ?? own[tag];
		return value === undefined ? [] : [`${tag} ${Math.round(value)}`];
	});
};
