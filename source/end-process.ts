import {signalCodes} from './signal-codes.ts';

/** What is needed of the process to end it. */
export type Ending = Pick<
	NodeJS.Process,
	'exit' | 'kill' | 'pid' | 'getActiveResourcesInfo' | 'removeAllListeners'
> & {
	/** Replaces the program of this process; Node has it from 22.15 on. */
	readonly execve?: NodeJS.Process['execve'];
};

/** Questions to a file system that a thread of Node's pool still waits for. */
const isOutstanding = (resource: string): boolean => resource.startsWith('FSReq');

/**
Ends the program with a code. Where a thread hangs in the kernel, as at a file system that does not answer, Node's own
exit would wait for it without end (uv_library_shutdown joins its threads): then it ends as by the signal of that code,
or becomes a program that ends with the code, or is killed.
*/
export const endProcess = (ending: Ending, code: number): void => {
	if (ending.getActiveResourcesInfo().some(isOutstanding)) {
		const signal = Object.entries(signalCodes).find(([, signalCode]) => signalCode === code)?.[0];
		if (signal !== undefined) {
			ending.removeAllListeners(signal);
			ending.kill(ending.pid, signal);
		}

		try {
			ending.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`]);
		} catch {
			// There is no shell.
		}

		ending.kill(ending.pid, 'SIGKILL');
	}

	ending.exit(code);
};
