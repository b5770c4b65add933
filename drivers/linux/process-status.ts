import {knownNumber} from '../../source/model/known-count.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The user ids of a process (credentials(7)). */
export type ProcessUsers = {
	readonly effective: number;
	/** Are real, effective, saved and file system id the same? A program that changes them runs what another user typed. */
	readonly isOne: boolean;
};

/** What /proc/<pid>/status tells (proc(5)). */
export type ProcessStatus = {
	/** VmRSS: host memory in use, KiB. */
	readonly residentKiB?: number | undefined;
	/** Tgid: the process that a thread id belongs to. */
	readonly process?: number | undefined;
	readonly users?: ProcessUsers | undefined;
};

const numberAfter = (text: string, expression: RegExp): number | undefined => {
	const match = expression.exec(text);
	return match ? knownNumber(Number(match[1])) : undefined;
};

const usersOf = (text: string): ProcessUsers | undefined => {
	const ids = /^Uid:\s*([\d\t ]+)$/m.exec(text)?.[1]?.trim().split(/\s+/).map(Number);
	const effective = ids?.[1];
	return ids === undefined || effective === undefined
		? undefined
		: {effective, isOne: ids.every((id) => id === effective)};
};

/** Takes thread ids too. Undefined: the process or thread does not exist. @throws ExhaustedError */
export const readProcessStatus = (root: string, id: number): ProcessStatus | undefined => {
	const text = readText(rooted(root, `/proc/${id}/status`));
	return text === undefined
		? undefined
		: {
				residentKiB: numberAfter(text, /^VmRSS:\s*(\d+) kB$/m),
				process: numberAfter(text, /^Tgid:\s*(\d+)$/m),
				users: usersOf(text),
			};
};
