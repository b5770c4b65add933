import type {Clock} from '../../../source/async/clock.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {Collector} from './collector.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {type Outcome, type PendingCall, startCall} from './pending-call.ts';
import type {Quarantine} from './quarantine.ts';
import type {Queries} from './queries.ts';

/** Queries about one domain each. */
export type SingleQueries = {
	/**
	Queries domain after domain, a few at a time. A domain whose reply is late trips the quarantine. The round begins where the
	last round ended, and ends at the signal, or after `limit` domains. @returns the domains whose turn came, by uuid.
	Rejects where the connection ended.
	*/
	readonly round: (
		domains: readonly RemoteDomain[],
		collector: Collector,
		signal: AbortSignal,
		limit?: number,
	) => Promise<ReadonlySet<string>>;
	/** Starts queries of quarantined domains whose pause is over, and waits for no reply. @param reserve slots to leave free */
	readonly probe: (domains: readonly RemoteDomain[], reserve: number) => void;
	/** Gives the collector the replies that came too late for the last refresh. */
	readonly takeLate: (collector: Collector) => void;
};

type Records = readonly StatsRecord[];

/** The shortest timeout of a reply, seconds. */
const leastTimeoutSeconds = 0.5;
/** The timeout of a reply as a multiple of the typical duration, where that is longer. */
const timeoutFactor = 3;
/** A reply that took more seconds was held up. When it was true is not known well enough for a rate. */
const longestTypical = 5;
/** How many calls are pending at once. The fourth slot is for other calls. */
const workers = 3;

export const createSingleQueries = (
	clock: Clock,
	pair: ConnectionPair,
	quarantine: Quarantine,
	queries: Queries,
): SingleQueries => {
	/** Calls that no refresh waits for any more, by uuid. Another call to the domain would hang beside the first. */
	const abandoned = new Map<string, PendingCall<Records>>();
	const late = new Map<string, Outcome<Records>>();
	let typicalDuration = 0;
	let turn = 0;

	const timeout = (): number => Math.max(leastTimeoutSeconds, timeoutFactor * typicalDuration);

	const ask = (domain: RemoteDomain): PendingCall<Records> =>
		startCall(clock, async () => [await queries.one(domain)]);

	const abandon = (uuid: string, call: PendingCall<Records>): void => {
		abandoned.set(uuid, call);
		quarantine.awaitLateReply(call);
		void call.settled.then((outcome) => {
			abandoned.delete(uuid);
			if (outcome.took > longestTypical) {
				return;
			}

			if ('error' in outcome) {
				// A refusal is a reply: no call hangs there.
				quarantine.reset(uuid);
			} else if (outcome.reply.every((record) => queries.completenessOf(record) !== 'partial')) {
				typicalDuration = Math.max(typicalDuration, outcome.took);
				late.set(uuid, outcome);
			}
		});
	};

	const askInTurn = async (
		domain: RemoteDomain,
		collector: Collector,
		signal: AbortSignal,
	): Promise<boolean> => {
		const {uuid} = domain;
		const before = abandoned.get(uuid);
		if (before) {
			if (clock.monotonic() - before.startedAt > timeout()) {
				quarantine.trip(uuid);
			}

			return true;
		}

		const call = ask(domain);
		const outcome = await outcomeWithin(clock, call, timeout(), signal);
		if (outcome) {
			typicalDuration = outcome.took;
			collector.take(outcome, uuid);
			return true;
		}

		abandon(uuid, call);
		if (signal.aborted) {
			return false;
		}

		quarantine.trip(uuid);
		return true;
	};

	return {
		async round(domains, collector, signal, limit = domains.length) {
			const start = domains.length === 0 ? 0 : turn % domains.length;
			const queue = [...domains.slice(start), ...domains.slice(0, start)].slice(0, limit).values();
			const asked = new Set<string>();
			const work = async (): Promise<void> => {
				while (!signal.aborted && pair.remote().freeSlots() > 0) {
					const {value: domain} = queue.next();
					if (!domain) {
						return;
					}

					turn += 1;
					if (await askInTurn(domain, collector, signal)) {
						asked.add(domain.uuid);
					}
				}
			};

			await Promise.all(Array.from({length: workers}, work));
			return asked;
		},
		probe(domains, reserve) {
			const due = new Set(quarantine.due().filter((uuid) => !abandoned.has(uuid)));
			for (const domain of due.size === 0 ? [] : domains.filter(({uuid}) => due.has(uuid))) {
				if (pair.remote().freeSlots() <= reserve) {
					return;
				}

				quarantine.trip(domain.uuid);
				abandon(domain.uuid, ask(domain));
			}
		},
		takeLate(collector) {
			for (const [uuid, outcome] of late) {
				collector.take(outcome, uuid);
			}

			late.clear();
		},
	};
};
