import type {Command} from '../options/command.ts';
import type {Options} from '../options/options.ts';
import {watchFailures} from '../sampling/failure-watch.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {watchBytes} from './warn-about-bytes.ts';

/** A command that needs no screen. */
export type PlainCommand = Exclude<Command, {readonly name: 'screen' | 'help' | 'version'}>;

/**
Runs a frame, a batch or a one-shot; the code of each is loaded only where it is asked for.

@param write resolves when the reader took it.
@param log is given a line for stderr.
@param pause resolves after the time between two attempts of a one-shot.
@returns the exit code. Closes the sampler, however the command ends.
*/
export const runPlain = async (
	sampler: Sampler,
	command: PlainCommand,
	options: Options,
	write: (text: string | Uint8Array) => Promise<void>,
	log: (line: string) => void,
	pause: () => Promise<void>,
): Promise<number> => {
	const failures = watchFailures(sampler, log);
	try {
		if (!('domain' in command)) {
			watchBytes(sampler, options, log);
		}

		if (command.name === 'frame') {
			const {runFrame} = await import('./run-frame.ts');
			await write(await runFrame(sampler, options, command));
		} else if (command.name === 'text' || command.name === 'json' || command.name === 'csv') {
			const {runBatch} = await import('../batch/batch.ts');
			await runBatch(command.name, sampler, options, write);
		} else {
			const {runOneShot} = await import('../one-shot/one-shot.ts');
			const lines = await runOneShot(command, sampler, pause, log);
			await write(lines.map((line) => `${line}\n`).join(''));
		}

		return failures.nothingRead() ? 1 : 0;
	} finally {
		failures.stop();
		await sampler.close();
	}
};
