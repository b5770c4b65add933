import type {Clock} from '../../source/async/clock.ts';
import {patientClock, withTimeout} from '../../source/async/wait.ts';
import {connectQmp, type QmpClient} from './qmp-client.ts';

export type ConverseOptions = {
	readonly path: string;
	readonly clock: Clock;
	/** Seconds for all of it. */
	readonly patience: number;
	readonly signal: AbortSignal;
};

/**
Connects, asks and leaves: a monitor serves one client at a time, and the guest's manager needs it too.
@throws QmpFault (`cancelled` where the patience or the signal ended it), QmpRefusal
*/
export const converse = async <Answer>(
	{path, clock, patience, signal}: ConverseOptions,
	ask: (client: QmpClient) => Promise<Answer>,
): Promise<Answer> => {
	const timeout = {clock: patientClock(clock), seconds: patience};
	return withTimeout(timeout, signal, async (enough) => {
		const client = await connectQmp({path, clock, deadline: patience, signal: enough});
		try {
			return await ask(client);
		} finally {
			client.close();
		}
	});
};
