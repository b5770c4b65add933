import type {Answer} from './entry.ts';

/**
What a driver asks the kernel about a path. `mount` is the fdinfo of a descriptor that refers to the path; `lmount` is the
same of a link itself.
*/
export type FileCall = 'text' | 'list' | 'link' | 'stat' | 'lstat' | 'statfs' | 'real' | 'mount' | 'lmount';

export type FileQuestion = {
	readonly call: FileCall;
	/** Absolute. A descriptor of this program is written as the path that it was opened with. */
	readonly path: string;
};

/** A question in one line, by which a recording knows it. */
export const questionText = ({call, path}: FileQuestion): string => `${call} ${path}`;

/** What `stat` and `lstat` answer. Times are in nanoseconds, as texts: JSON has no such numbers. */
export type FileFacts = {
	readonly dev: number;
	readonly ino: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly rdev: number;
	readonly size: number;
	readonly mtimeNs: string;
	readonly ctimeNs: string;
};

/** What `list` answers for each name in a folder. */
export type FolderEntry = {readonly name: string; readonly mode: number};

/** @returns the value. @throws an error like those of `node:fs`. */
export const resultOf = <Value>(answer: Answer, path: string): Value => {
	if ('value' in answer) {
		return answer.value as Value;
	}

	const {code, call} = answer;
	throw Object.assign(new Error(`${code}: ${call} '${path}'`), {code, syscall: call, path});
};
