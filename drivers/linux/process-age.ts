import type {ProcessStat} from './process-stat.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

const ticksPerSecond = 100;

/** Seconds since a process was started, from /proc/uptime. Absent: that could not be read. */
export const readProcessAge = (root: string, {startTicks}: ProcessStat): number | undefined => {
	const uptime = Number.parseFloat(readText(rooted(root, '/proc/uptime')) ?? '');
	return Number.isNaN(uptime) ? undefined : uptime - Number(startTicks) / ticksPerSecond;
};
