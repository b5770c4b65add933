import {signalCodes} from './signal-codes.ts';

/** What is needed of the process to end it. */
export type Ending = Pick<
	NodeJS.Process,
	'exit' | 'kill' | 'pid' | 'versions' | 'getActiveResourcesInfo' | 'removeAllListeners'
> & {
	/** Replaces the program of this process; Node has it from 22.15 on. */
	readonly execve?: NodeJS.Process['execve'];
};

/** Questions to a file system that a thread of Node's pool still waits for. */
const isOutstanding = (resource: string): boolean => resource.startsWith('FSReq');

/** Node 20 fails an assertion when it exits without the terminal that it began with. */
const dislikesHangUps = ({versions}: Pick<Ending, 'versions'>): boolean =>
	Number.parseInt(versions.node, 10) < 22;

const dieOf = (ending: Ending, signal: NodeJS.Signals): void => {
	ending.removeAllListeners(signal);
	ending.kill(ending.pid, signal);
};

/** Without Node's exit, which would wait. */
const endAtOnce = (ending: Ending, code: number, signal: NodeJS.Signals | undefined): void => {
	if (signal !== undefined) {
		dieOf(ending, signal);
	}

	try {
		ending.execve?.('/bin/sh', ['sh', '-c', `exit ${code}`]);
	} catch {
		// There is no shell.
	}

	ending.kill(ending.pid, 'SIGKILL');
};

/**
Ends the program with a code. Where a thread hangs in the kernel, as at a file system that does not answer, Node's own
exit would wait for it without end (uv_library_shutdown joins its threads): then the program dies of the signal of that
code, or becomes another that ends with the code, or is killed.
*/
export const endProcess = (ending: Ending, code: number): void => {
	const signal = Object.entries(signalCodes).find(([, signalCode]) => signalCode === code)?.[0] as
		| NodeJS.Signals
		| undefined;
	if (ending.getActiveResourcesInfo().some(isOutstanding)) {
		endAtOnce(ending, code, signal);
	}

	if (signal === 'SIGHUP' && dislikesHangUps(ending)) {
		dieOf(ending, signal);
	}

	ending.exit(code);
};
