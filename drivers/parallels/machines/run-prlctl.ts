import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ChildWorld} from '../../../source/process/child.ts';
import {type ChildStop, runChild} from '../../../source/process/run-child.ts';
import {inEnglish, type PrlctlEnd, prlctlEnd} from '../transport/prlctl-child.ts';
import {dispatcherAdvice} from '../transport/prlctl-trouble.ts';

/** What a short command printed, and how it ended: perhaps with an error. */
export type PrlctlOutput = {readonly text: string; readonly end: PrlctlEnd};

export type PrlctlCommand = {
	readonly parameters: readonly string[];
	/** Seconds within which the command must end. */
	readonly timeoutSeconds: number;
};

/** Most bytes that a command may print: enough for some thousand machines with all their devices. */
const byteLimit = 16 * 1024 * 1024;

/** The error of a command that domtop gave up. */
export const endedByUs = (): DriverError =>
	new DriverError('prlctl was ended by domtop before it was done.', 'It is asked again by itself.');

const stopError = (stop: ChildStop, {parameters, timeoutSeconds}: PrlctlCommand): DriverError => {
	const name = `prlctl ${parameters[0]}`;
	switch (stop) {
		case 'overflow':
			return new DriverError(
				`${name} printed more than ${byteLimit / 2 ** 20} MiB.`,
				`Try prlctl ${parameters.join(' ')} by hand to see what it prints.`,
			);
		case 'timeout':
			return new DriverError(`${name} did not end within ${timeoutSeconds} s.`, dispatcherAdvice);
		case 'aborted':
			return endedByUs();
	}
};

/**
Runs prlctl to its end, with nothing on its standard input. Kills it at the timeout, at the byte limit, or at the signal.
@throws DriverError in these three cases. The caller judges how a command ended by itself.
*/
export const runPrlctl = async (
	world: ChildWorld,
	command: PrlctlCommand,
	signal: AbortSignal,
): Promise<PrlctlOutput> => {
	const {parameters, timeoutSeconds} = command;
	const output = await runChild(world, [...inEnglish, ...parameters], {timeoutSeconds, byteLimit}, signal);
	if (typeof output === 'string') {
		throw stopError(output, command);
	}

	return {text: output.text, end: prlctlEnd(output.end)};
};
