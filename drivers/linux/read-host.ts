import type {Clock} from '../../source/async/clock.ts';
import {knownNumber} from '../../source/model/known-count.ts';
import type {Host} from '../../source/model/sample.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {readText} from './read-file.ts';
import {meminfoSize} from './read-memory.ts';
import {rooted} from './rooted.ts';
import {ticksPerSecond} from './ticks-per-second.ts';

/** proc(5), /proc/stat: user nice system idle iowait irq softirq steal; guest time is already in user and nice. */
const busySeconds = (stat: string): number | undefined => {
	const line = /^cpu\s+(.*)$/m.exec(stat);
	if (!line) {
		return undefined;
	}

	const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (line[1] ?? '')
		.split(/\s+/)
		.map(Number);
	return knownNumber((user + nice + system + irq + softirq + steal) / ticksPerSecond);
};

/** The identity of this machine: its boot id, or its name where there is no boot id, and its name. */
export const readHostIdentity = (root: string): Pick<Host, 'id' | 'name'> => {
	const read = (path: string) => readText(rooted(root, `/proc/sys/kernel/${path}`))?.trim();
	const name = cleanText(read('hostname') || 'localhost');
	return {id: cleanText(read('random/boot_id') || name), name};
};

/** This machine, from /proc/stat, /proc/meminfo, the host name and the boot id (proc(5)). */
export const readHost = (root: string, clock: Clock): Host => {
	const read = (path: string) => readText(rooted(root, `/proc/${path}`));
	const at = clock.monotonic();
	const stat = read('stat') ?? '';
	const meminfo = read('meminfo') ?? '';
	return {
		...readHostIdentity(root),
		at,
		cpus: stat.match(/^cpu\d+/gm)?.length,
		cpuSeconds: busySeconds(stat),
		memoryKiB: meminfoSize(meminfo, 'MemTotal'),
		memoryFreeKiB: meminfoSize(meminfo, 'MemAvailable'),
	};
};
