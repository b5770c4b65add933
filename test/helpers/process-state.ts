import {readFileSync} from 'node:fs';

/** The kernel's letter for the state of a process: R, S, T for stopped, Z. Undefined: the process is gone. */
export const processState = (pid: number): string | undefined => {
	try {
		return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
	} catch {
		return undefined;
	}
};
