import {readFileSync} from 'node:fs';

/** What the kernel says of a running process; proc(5). */
export type ProcessReading = {
	/** User and system time, seconds. */
	readonly cpuSeconds: number;
	/** Peak resident memory, MB. */
	readonly peak: number;
};

const ticks = 100;

export const watchProcess = (pid: number): ProcessReading => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const peak = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
	return {
		cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticks,
		peak: (Number(peak?.[1]) * 1024) / 1e6,
	};
};
