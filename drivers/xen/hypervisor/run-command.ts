import type {ChildWorld, CommandLine} from '../../../source/process/child.ts';
import {type ChildLimits, type ChildStop, runChild} from '../../../source/process/run-child.ts';
import {ChildFault, endFault} from './child-fault.ts';

/** The output of a command, and the monotonic seconds at which it started and ended. */
export type CommandOutput = {readonly text: string; readonly startedAt: number; readonly endedAt: number};

const stopFault = (stop: ChildStop, {timeoutSeconds, byteLimit}: ChildLimits): ChildFault =>
	stop === 'overflow'
		? new ChildFault('garbled', `it printed more than ${byteLimit} bytes`)
		: new ChildFault('silent', `it did not end within ${timeoutSeconds} s`);

/** Runs a command to its end, with nothing on its standard input. @throws ChildFault, also for a status that is not 0. */
export const runCommand = async (
	world: ChildWorld,
	command: CommandLine,
	limits: ChildLimits,
): Promise<CommandOutput> => {
	const startedAt = world.clock.monotonic();
	const output = await runChild(world, command, limits);
	if (typeof output === 'string') {
		throw stopFault(output, limits);
	}

	if (output.end.status !== 0) {
		throw endFault(output.end);
	}

	return {text: output.text, startedAt, endedAt: world.clock.monotonic()};
};
