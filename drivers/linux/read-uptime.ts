import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** Seconds since this machine was started, from /proc/uptime. Absent: that could not be read. */
export const readUptime = (root: string): number | undefined => {
	const uptime = Number.parseFloat(readText(rooted(root, '/proc/uptime')) ?? '');
	return Number.isNaN(uptime) ? undefined : uptime;
};
