import {MemoryView} from './memory-view.ts';
import type {Memory, MemoryTag} from './sample.ts';

/** Value of one tag. Undefined: the tag was not answered. */
export const memoryStat = (memory: Memory | undefined, tag: MemoryTag): number | undefined =>
	memory instanceof MemoryView
		? MemoryView.stat(memory, tag)
		: memory?.stats?.find((stat) => stat.tag === tag)?.value;
