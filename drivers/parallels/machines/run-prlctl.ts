import {DriverError} from '../../../source/driver-error.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import {patientSleep} from '../../qmp/patient-sleep.ts';
import {type PrlctlEnd, type PrlctlWorld, startPrlctl} from '../transport/prlctl-child.ts';
import {dispatcherAdvice} from '../transport/prlctl-trouble.ts';

/** What a short command printed, and how it ended: perhaps not well. */
export type PrlctlOutput = {readonly text: string; readonly end: PrlctlEnd};

export type PrlctlCommand = {
	readonly words: readonly string[];
	/** Seconds in which it must end. */
	readonly deadline: number;
};

/** Most that it may print: some thousand machines with all their devices. */
const byteLimit = 16 * 1024 * 1024;

/** Why nothing comes of a command that was given up. */
export const endedByUs = (): DriverError =>
	new DriverError('prlctl was ended by domtop before it was done.', 'It is asked again by itself.');

/**
Runs prlctl to its end, with nothing on its standard input, and kills it where it takes or prints too much, or at the signal.
@throws DriverError for these three; how it ended by itself is for the caller to judge.
*/
export const runPrlctl = async (
	world: PrlctlWorld,
	{words, deadline}: PrlctlCommand,
	signal: AbortSignal,
): Promise<PrlctlOutput> => {
	if (signal.aborted) {
		throw endedByUs();
	}

	const name = `prlctl ${words[0]}`;
	const stopping = new AbortController();
	const chunks: Buffer[] = [];
	let size = 0;
	let fault: DriverError | undefined;

	const stop = (why: DriverError) => {
		fault ??= why;
		stopping.abort();
	};

	const child = startPrlctl(world, {isLineBuffered: false, words}, (chunk) => {
		size += chunk.length;
		if (size <= byteLimit) {
			chunks.push(chunk);
			return;
		}

		stop(
			new DriverError(
				`${name} printed more than ${byteLimit / 2 ** 20} MiB.`,
				`Try prlctl ${words.join(' ')} by hand to see what it prints.`,
			),
		);
	});
	child.endInput();
	void patientSleep(world.clock, deadline, stopping.signal).then(() => {
		if (!stopping.signal.aborted) {
			stop(new DriverError(`${name} did not end within ${deadline} s.`, dispatcherAdvice));
		}
	});
	const abandon = () => stop(endedByUs());
	signal.addEventListener('abort', abandon);

	try {
		await orAborted(child.ended, stopping.signal);
		if (fault) {
			await child.kill();
			throw fault;
		}

		return {text: Buffer.concat(chunks).toString('utf8'), end: await child.ended};
	} finally {
		stopping.abort();
		signal.removeEventListener('abort', abandon);
	}
};
