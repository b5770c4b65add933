import {cleanText} from '../../source/clean-text.ts';
import type {Clock} from '../../source/clock.ts';
import type {Host} from '../../source/sample.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The kernel counts processor time for programs in hundredths of a second on every architecture (USER_HZ). */
const ticksPerSecond = 100;

/** proc(5), /proc/stat: user nice system idle iowait irq softirq steal; guest time is already in user and nice. */
const busySeconds = (stat: string): number | undefined => {
	const line = /^cpu\s+(.*)$/m.exec(stat);
	if (!line) {
		return undefined;
	}

	const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (line[1] ?? '')
		.split(/\s+/)
		.map(Number);
	return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
};

const kibibytes = (meminfo: string | undefined, name: string): number | undefined => {
	const match = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(meminfo ?? '');
	return match ? Number(match[1]) : undefined;
};

/** This machine, from /proc/stat, /proc/meminfo, the host name and the boot id (proc(5)). */
export const readHost = (root: string, clock: Clock): Host => {
	const read = (path: string) => readText(rooted(root, `/proc/${path}`));
	const name = cleanText(read('sys/kernel/hostname')?.trim() || 'localhost');
	const at = clock.monotonic();
	const stat = read('stat') ?? '';
	const meminfo = read('meminfo');
	return {
		id: read('sys/kernel/random/boot_id')?.trim() || name,
		name,
		at,
		cpus: stat.match(/^cpu\d+/gm)?.length,
		cpuSeconds: busySeconds(stat),
		memoryKiB: kibibytes(meminfo, 'MemTotal'),
		memoryFreeKiB: kibibytes(meminfo, 'MemAvailable'),
	};
};
