import type {MemoryStat} from '../../source/sample.ts';
import {meminfoSize} from './meminfo-size.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

const tags = {available: 'MemTotal', unused: 'MemFree', usable: 'MemAvailable'} as const;

/** This machine's own memory in the tags of a guest's, KiB, from /proc/meminfo (proc(5)). Empty: it cannot be read. */
export const readMemory = (root: string): readonly MemoryStat[] => {
	const text = readText(rooted(root, '/proc/meminfo')) ?? '';
	return (['available', 'unused', 'usable'] as const).flatMap((tag) => {
		const value = meminfoSize(text, tags[tag]);
		return value === undefined ? [] : [{tag, value}];
	});
};
