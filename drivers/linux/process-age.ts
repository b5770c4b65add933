import type {ProcessStat} from './process-stat.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';
import {ticksPerSecond} from './ticks-per-second.ts';

/** Seconds since this machine was started, from /proc/uptime. Undefined: the file could not be read. */
export const readUptime = (root: string): number | undefined => {
	const uptime = Number.parseFloat(readText(rooted(root, '/proc/uptime')) ?? '');
	return Number.isNaN(uptime) ? undefined : uptime;
};

/** Seconds since a process was started, from /proc/uptime. Undefined: the file could not be read. */
export const readProcessAge = (root: string, {startTicks}: ProcessStat): number | undefined => {
	const uptime = readUptime(root);
	return uptime === undefined ? undefined : uptime - Number(startTicks) / ticksPerSecond;
};
