import type {ProcessStat} from './process-stat.ts';
import {readUptime} from './read-uptime.ts';

const ticksPerSecond = 100;

/** Seconds since a process was started, from /proc/uptime. Absent: that could not be read. */
export const readProcessAge = (root: string, {startTicks}: ProcessStat): number | undefined => {
	const uptime = readUptime(root);
	return uptime === undefined ? undefined : uptime - Number(startTicks) / ticksPerSecond;
};
