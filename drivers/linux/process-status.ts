import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** What /proc/<pid>/status tells (proc(5)). */
export type ProcessStatus = {
	/** VmRSS: host memory in use, KiB. */
	readonly residentKiB?: number | undefined;
	/** Tgid: the process that a thread id belongs to. */
	readonly process?: number | undefined;
};

const numberAfter = (text: string, expression: RegExp): number | undefined => {
	const match = expression.exec(text);
	return match ? Number(match[1]) : undefined;
};

/** Takes thread ids too. Absent: no such process or thread. */
export const readProcessStatus = (root: string, id: number): ProcessStatus | undefined => {
	const text = readText(rooted(root, `/proc/${id}/status`));
	return text === undefined
		? undefined
		: {
				residentKiB: numberAfter(text, /^VmRSS:\s*(\d+) kB$/m),
				process: numberAfter(text, /^Tgid:\s*(\d+)$/m),
			};
};
