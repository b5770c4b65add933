import {knownNumber} from '../../source/model/known-count.ts';
import {secondsOf} from '../../source/model/nanoseconds.ts';
import {readProcessStat} from './process-stat.ts';
import {readFolder, readText} from './read-file.ts';
import {rooted} from './rooted.ts';

export type ThreadTimes = {
	/** Time on a processor, seconds. */
	readonly cpuSeconds?: number | undefined;
	/** Time in which the thread was ready to run and waited for a processor, seconds. */
	readonly waitSeconds?: number | undefined;
};

/**
Reads both times from /proc/<pid>/task/<tid>/schedstat, in nanoseconds (Documentation/scheduler/sched-stats.rst). A kernel
without these statistics says `0 0 0`: then the time used comes from the thread's stat, in steps of 10 ms, and the wait is
unknown.
*/
export const readThreadTimes = (root: string, pid: number, thread: number): ThreadTimes => {
	const text = readText(rooted(root, `/proc/${pid}/task/${thread}/schedstat`));
	const [ran = 0, waited = 0] = (text ?? '').trim().split(' ').map(Number);
	return ran > 0
		? {cpuSeconds: knownNumber(secondsOf(ran)), waitSeconds: knownNumber(secondsOf(waited))}
		: {cpuSeconds: readProcessStat(root, pid, thread)?.cpuSeconds};
};

/**
Thread ids of a process, in the kernel's order (/proc/<pid>/task). Undefined: not known, or more than `limit`.
@throws ExhaustedError
*/
export const readThreads = (root: string, pid: number, limit: number): readonly string[] | undefined => {
	const threads = readFolder(rooted(root, `/proc/${pid}/task`));
	return 'value' in threads && threads.value.length <= limit ? threads.value : undefined;
};

/** Thread ids of a process, at most `limit`, with their names (/proc/<pid>/task/<tid>/comm). @throws ExhaustedError */
export const readThreadNames = (root: string, pid: number, limit: number): ReadonlyMap<number, string> => {
	const folder = `/proc/${pid}/task`;
	const threads = readFolder(rooted(root, folder));
	return new Map(
		('value' in threads ? threads.value.slice(0, limit) : []).map((thread) => [
			Number(thread),
			readText(rooted(root, `${folder}/${thread}/comm`))?.trimEnd() ?? '',
		]),
	);
};
