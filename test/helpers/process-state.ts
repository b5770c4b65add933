import {readFileSync} from 'node:fs';

/** The kernel's letter for what a process does: R, S, T for stopped, Z; undefined: it is gone. */
export const processState = (pid: number): string | undefined => {
	try {
		return /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
	} catch {
		return undefined;
	}
};
