import {patientSleep} from '../../qmp/patient-sleep.ts';
import {ChildFault} from './child-fault.ts';
import {type ChildWorld, type CommandLine, startChild} from './running-child.ts';

/** What a command printed, and the monotonic seconds between which it did its work. */
export type CommandOutput = {readonly text: string; readonly startedAt: number; readonly endedAt: number};

export type CommandLimits = {
	/** Seconds in which it must end. */
	readonly deadline: number;
	/** Most that it may print, bytes. */
	readonly byteLimit: number;
};

/** Runs a command to its end, with nothing on its standard input. @throws ChildFault, also for a status that is not 0. */
export const runCommand = async (
	world: ChildWorld,
	command: CommandLine,
	{deadline, byteLimit}: CommandLimits,
): Promise<CommandOutput> => {
	const {clock} = world;
	const startedAt = clock.monotonic();
	const timer = new AbortController();
	const chunks: Buffer[] = [];
	let size = 0;
	let refuse = (_fault: ChildFault) => {};

	const receive = (chunk: Buffer) => {
		size += chunk.length;
		chunks.push(chunk);
		if (size > byteLimit) {
			refuse(new ChildFault('garbled', `it printed more than ${byteLimit} bytes`));
		}
	};

	const child = startChild(world, command, receive);
	const output = new Promise<CommandOutput>((resolve, reject) => {
		refuse = (fault) => {
			timer.abort();
			reject(fault);
			child.kill();
		};

		void child.ended.then(({isDone, fault}) => {
			timer.abort();
			if (isDone) {
				resolve({text: Buffer.concat(chunks).toString('utf8'), startedAt, endedAt: clock.monotonic()});
			} else {
				reject(fault);
			}
		});
	});
	void patientSleep(clock, deadline, timer.signal).then(() => {
		if (!timer.signal.aborted) {
			refuse(new ChildFault('silent', `it did not end within ${deadline} s`));
		}
	});
	child.endInput();
	return output;
};
