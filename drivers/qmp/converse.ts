import type {Clock} from '../../source/clock.ts';
import {patientSleep} from './patient-sleep.ts';
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
	const over = new AbortController();
	const end = new AbortController();
	const giveUp = () => end.abort();
	void patientSleep(clock, patience, over.signal).then(giveUp);
	signal.addEventListener('abort', giveUp);
	if (signal.aborted) {
		giveUp();
	}

	try {
		const client = await connectQmp({path, clock, deadline: patience, signal: end.signal});
		try {
			return await ask(client);
		} finally {
			client.close();
		}
	} finally {
		over.abort();
		signal.removeEventListener('abort', giveUp);
	}
};
