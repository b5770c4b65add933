import {knownNumber} from '../../source/model/known-count.ts';
import type {MemoryStat} from '../../source/model/sample.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** One line of /proc/meminfo (proc(5)), KiB. Undefined: this kernel has no line of that name. */
export const meminfoSize = (meminfo: string, name: string): number | undefined => {
	const size = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(meminfo)?.[1];
	return size === undefined ? undefined : knownNumber(Number(size));
};

const tags = {available: 'MemTotal', unused: 'MemFree', usable: 'MemAvailable'} as const;

/** This machine's own memory under a guest's tags, KiB, from /proc/meminfo (proc(5)). Empty: the file cannot be read. */
export const readMemory = (root: string): readonly MemoryStat[] => {
	const text = readText(rooted(root, '/proc/meminfo')) ?? '';
	return (['available', 'unused', 'usable'] as const).flatMap((tag) => {
		const value = meminfoSize(text, tags[tag]);
		return value === undefined ? [] : [{tag, value}];
	});
};
