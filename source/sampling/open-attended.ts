import type {Clock} from '../async/clock.ts';
import {deferred} from '../async/wait.ts';
import {signalCodes} from '../process/signal-codes.ts';
import {closeBriefly} from './close-briefly.ts';
import type {Sampler} from './sampler.ts';

/** The part of the process that hears the signals by which a person stops the program. */
type Signals = Pick<NodeJS.Process, 'on' | 'off'>;

/**
Opens the connections that may ask a person at the terminal, before domtop changes anything of the terminal. The child that
asks has the terminal to itself.

@param log gets a line before each connection: its address without the query, since a query may be long.
@returns the exit code if a signal, as a rule ^C, ended the program here. Undefined: the program goes on.
*/
export const openAttended = async (
	sampler: Pick<Sampler, 'open' | 'close'>,
	signals: Signals,
	clock: Pick<Clock, 'sleep'>,
	log: (line: string) => void,
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
			.open((uri) => log(`Connecting to ${uri.replace(/\?.*$/, '')}…`))
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
