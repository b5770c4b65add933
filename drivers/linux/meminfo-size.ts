import {knownNumber} from '../../source/known-number.ts';

/** One line of /proc/meminfo (proc(5)), KiB. Absent: this kernel has none of that name. */
export const meminfoSize = (meminfo: string, name: string): number | undefined => {
	const size = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(meminfo)?.[1];
	return size === undefined ? undefined : knownNumber(Number(size));
};
