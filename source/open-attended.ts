import {inTime} from './in-time.ts';
import type {Sampler} from './sampler.ts';
import {signalCodes} from './signal-codes.ts';

/** What is needed of the process to hear that somebody wants no more. */
type Signals = Pick<NodeJS.Process, 'on' | 'off'>;

/**
Opens the connections that may ask somebody at the terminal, while it is still that person's: nothing of it was changed,
and whoever asks has it to itself.

@param tell is given a line before each: its address without the query, which may be long.
@returns the code to exit with where a signal, ^C as a rule, ended it; undefined: go on.
*/
export const openAttended = async (
	sampler: Pick<Sampler, 'open' | 'close'>,
	signals: Signals,
	tell: (line: string) => void,
): Promise<number | undefined> => {
	let end: (code: number) => void = () => {};
	const ended = new Promise<number>((resolve) => {
		end = resolve;
	});
	const listeners = Object.entries(signalCodes).map(
		([name, code]) => [name as NodeJS.Signals, () => end(code)] as const,
	);
	for (const [name, listener] of listeners) {
		signals.on(name, listener);
	}

	try {
		const opened = sampler
			.open((uri) => tell(`Connecting to ${uri.replace(/\?.*$/, '')}…`))
			.then(() => undefined);
		const code = await Promise.race([opened, ended]);
		if (code !== undefined) {
			await inTime(sampler.close());
		}

		return code;
	} finally {
		for (const [name, listener] of listeners) {
			signals.off(name, listener);
		}
	}
};
