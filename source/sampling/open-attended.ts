import type {Clock} from '../async/clock.ts';
import {deferred} from '../async/wait.ts';
import {signalCodes} from '../process/signal-codes.ts';
import {closeBriefly} from './close-briefly.ts';
import type {Sampler} from './sampler.ts';

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
	clock: Pick<Clock, 'sleep'>,
	tell: (line: string) => void,
): Promise<number | undefined> => {
	const {promise: ended, resolve, reject} = deferred<number | undefined>();
	const listeners = Object.entries(signalCodes).map(
		([name, code]) => [name as NodeJS.Signals, () => resolve(code)] as const,
	);
	for (const [name, listener] of listeners) {
		signals.on(name, listener);
	}

	try {
		sampler
			.open((uri) => tell(`Connecting to ${uri.replace(/\?.*$/, '')}…`))
			.then(() => resolve(undefined), reject);
		const code = await ended;
		if (code !== undefined) {
			await closeBriefly(sampler, clock);
		}

		return code;
	} finally {
		for (const [name, listener] of listeners) {
			signals.off(name, listener);
		}
	}
};
