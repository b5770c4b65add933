import type {Clock} from '../async/clock.ts';
import {signalCodes} from '../process/signal-codes.ts';

/** The parts of `process` that ending it needs. */
export type Ending = Pick<
	NodeJS.Process,
	'exit' | 'kill' | 'pid' | 'versions' | 'getActiveResourcesInfo' | 'removeAllListeners'
> & {
	/** Replaces the program of this process. Undefined: Node is older than 22.15. */
	readonly execve?: NodeJS.Process['execve'];
};

/** Is it a request to a file system that a thread of Node's pool still waits for? */
const isOutstanding = (resource: string): boolean => resource.startsWith('FSReq');

/** Seconds for all requests, and between two checks: a request that does not hang takes a millisecond. */
const settleTimeoutSeconds = 0.1;
const settleDelaySeconds = 0.005;

const hangs = async (ending: Ending, clock: Pick<Clock, 'monotonic' | 'sleep'>): Promise<boolean> => {
	const end = clock.monotonic() + settleTimeoutSeconds;
	while (ending.getActiveResourcesInfo().some(isOutstanding)) {
		if (clock.monotonic() >= end) {
			return true;
		}

		await clock.sleep(settleDelaySeconds);
	}

	return false;
};

/** Node 20 fails an assertion when it exits without the terminal that it began with. */
const dislikesHangUps = ({versions}: Pick<Ending, 'versions'>): boolean =>
	Number.parseInt(versions.node, 10) < 22;

const dieOf = (ending: Ending, signal: NodeJS.Signals): void => {
	ending.removeAllListeners(signal);
	ending.kill(ending.pid, signal);
};

/** Ends the process without Node's exit, which would wait. */
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
Ends the program with a code. Node's own exit waits without end for a thread that hangs in the kernel, as at a file
system that does not answer (uv_library_shutdown joins its threads). The program then dies of the signal of the code, or
becomes another program that ends with the code, or is killed, which loses the code. So a request that is only late is
waited for, 0.1 s at most.
*/
export const endProcess = async (
	ending: Ending,
	code: number,
	clock: Pick<Clock, 'monotonic' | 'sleep'>,
): Promise<void> => {
	const signal = Object.entries(signalCodes).find(([, signalCode]) => signalCode === code)?.[0] as
		| NodeJS.Signals
		| undefined;
	if (await hangs(ending, clock)) {
		endAtOnce(ending, code, signal);
	}

	if (signal === 'SIGHUP' && dislikesHangUps(ending)) {
		dieOf(ending, signal);
	}

	ending.exit(code);
};
