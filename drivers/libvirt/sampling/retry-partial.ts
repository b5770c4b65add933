import type {Clock} from '../../../source/async/clock.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {Collector} from './collector.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {type Outcome, startCall} from './pending-call.ts';
import type {Quarantine} from './quarantine.ts';
import type {Queries} from './queries.ts';

/** How soon the domains are queried again, and how long that may take, seconds. */
const retryDelaySeconds = 0.05;
const retryTimeoutSeconds = 0.3;

export type RetryWorld = {
	readonly clock: Clock;
	readonly pair: ConnectionPair;
	readonly quarantine: Quarantine;
	readonly queries: Queries;
	readonly collector: Collector;
};

/**
Queries domains with a partial reply once more, at once. Another client's call holds a domain for a moment only.
Rejects where the connection ended.
*/
export const retryPartial = async (
	{clock, pair, quarantine, queries, collector}: RetryWorld,
	outcome: Outcome<readonly StatsRecord[]>,
	signal: AbortSignal,
): Promise<void> => {
	const records = 'reply' in outcome ? outcome.reply : [];
	const partial = records.filter((record) => queries.completenessOf(record) === 'partial');
	if (partial.length === 0 || pair.remote().freeSlots() < 2) {
		return;
	}

	await clock.sleep(retryDelaySeconds, signal);
	const retry = startCall(clock, () => queries.bulk(partial.map(({domain}) => domain)));
	const again = await outcomeWithin(clock, retry, retryTimeoutSeconds, signal);
	if (!again) {
		quarantine.awaitLateReply(retry);
	} else if ('reply' in again) {
		collector.take(again);
	}
};
