import type {Dom0} from './dom0.ts';

/** Pids of all processes in dom0 with this name, as the kernel has it. */
export const pidsOf = async (dom0: Dom0, name: string): Promise<readonly number[]> => {
	const {stdout} = await dom0.attempt(`pgrep -x ${name}`);
	return stdout.trim().split('\n').filter(Boolean).map(Number);
};

/** The processes in the process group that this process leads: pids and names. */
export const groupOf = async (dom0: Dom0, pid: number): Promise<readonly string[]> => {
	const {stdout} = await dom0.attempt(`pgrep -l -g ${pid}`);
	return stdout.trim().split('\n').filter(Boolean);
};

/**
Processor time of a process group so far, seconds, including its ended and waited-for children: utime, stime, cutime and
cstime of proc_pid_stat(5).
*/
export const cpuSecondsOf = async (dom0: Dom0, group: number): Promise<number> => {
	const ticks = await dom0.run(
		`cat /proc/[0-9]*/stat 2> /dev/null | sed 's/^[0-9]* (.*) //' | awk '$3 == ${group} {sum += $12 + $13 + $14 + $15} END {print sum + 0}'`,
	);
	return Number(ticks) / 100;
};
