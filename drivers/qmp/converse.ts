import type {Clock} from '../../source/async/clock.ts';
import {patientClock, withTimeout} from '../../source/async/wait.ts';
import {connectQmp, type QmpClient} from './qmp-client.ts';

/** Where to converse, and for how long. */
export type ConverseOptions = {
	/** Path of the unix socket. */
	readonly path: string;
	readonly clock: Clock;
	/** Timeout of the whole conversation, seconds. */
	readonly timeoutSeconds: number;
	/** Ends the conversation (`cancelled`). */
	readonly signal: AbortSignal;
};

/**
Connects, asks and leaves: a monitor serves one client at a time, and the domain's manager needs the monitor too.
@throws QmpFault (`cancelled` where the timeout or the signal ended it), QmpRefusal
*/
export const converse = async <Answer>(
	{path, clock, timeoutSeconds, signal}: ConverseOptions,
	ask: (client: QmpClient) => Promise<Answer>,
): Promise<Answer> => {
	const timeout = {clock: patientClock(clock), seconds: timeoutSeconds};
	return withTimeout(timeout, signal, async (enough) => {
		const client = await connectQmp({path, clock, signal: enough});
		try {
			return await ask(client);
		} finally {
			client.close();
		}
	});
};
