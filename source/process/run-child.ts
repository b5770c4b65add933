import {deferred, patientClock, settledWithin, untilAborted} from '../async/wait.ts';
import {type ChildEnd, type ChildWorld, type CommandLine, startChild} from './child.ts';

/** Standard output of a command, and how the command ended: perhaps not well, or it was not started. */
export type ChildOutput = {readonly text: string; readonly end: ChildEnd};

/** Why a command was killed before its end: it took too long, printed too much, or the signal fired. */
export type ChildStop = 'timeout' | 'overflow' | 'aborted';

export type ChildLimits = {
	/** Seconds in which the command must end. Seconds in which this program was held up do not count. */
	readonly timeoutSeconds: number;
	/** The most that the command may print, bytes. */
	readonly byteLimit: number;
};

/**
Runs a command to its end, with nothing on its standard input. Never rejects.
@param signal undefined: the command is never aborted.
*/
export const runChild = async (
	world: ChildWorld,
	command: CommandLine,
	{timeoutSeconds, byteLimit}: ChildLimits,
	signal?: AbortSignal,
): Promise<ChildOutput | ChildStop> => {
	if (signal?.aborted) {
		return 'aborted';
	}

	const child = startChild(world, command);
	const chunks: Buffer[] = [];
	const settled = deferred<void>();
	let size = 0;
	let end: ChildEnd | undefined;

	child.listen((chunk) => {
		size += chunk.length;
		if (size <= byteLimit) {
			chunks.push(chunk);
		} else {
			settled.resolve();
		}
	});
	child.endInput();
	void child.ended.then((how) => {
		end = how;
		settled.resolve();
	});

	const work = signal ? untilAborted(settled.promise, signal) : settled.promise;
	const isInTime = await settledWithin(patientClock(world.clock), timeoutSeconds, work);
	if (end && size <= byteLimit) {
		return {text: Buffer.concat(chunks).toString('utf8'), end};
	}

	settled.resolve();
	await child.kill();
	return size > byteLimit ? 'overflow' : isInTime ? 'aborted' : 'timeout';
};
