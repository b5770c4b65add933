/** Processor time of a process' threads, as the kernel has it. */
export type ThreadTimes = {
	/** When it was read: wall clock, seconds. */
	readonly at: number;
	/** Seconds that its first thread used: in QEMU the thread of the main loop, which is no vCPU. */
	readonly mainSeconds: number;
	/** Seconds for which its other threads, the vCPUs among them, were ready and waited for a processor. */
	readonly waitSeconds: number;
};

/**
Reads /proc/PID/task/TID/schedstat: nanoseconds on a processor, then in the queue (Documentation/scheduler/sched-stats.rst).
@param run runs a command where the pid counts.
*/
export const readThreads = async (
	run: (...command: readonly string[]) => Promise<string>,
	pid: number,
): Promise<ThreadTimes> => {
	const at = Date.now() / 1000;
	// Of a process this file is that of its first thread.
	const text = await run('sh', '-c', `cat /proc/${pid}/schedstat /proc/${pid}/task/*/schedstat`);
	const [main = [], ...threads] = text
		.trim()
		.split('\n')
		.map((line) => line.split(' ').map((word) => Number(word) / 1e9));
	return {
		at,
		mainSeconds: main[0] ?? Number.NaN,
		waitSeconds: threads.reduce((sum, [, wait = Number.NaN]) => sum + wait, 0) - (main[1] ?? Number.NaN),
	};
};
