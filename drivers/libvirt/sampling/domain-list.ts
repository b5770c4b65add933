import type {Clock} from '../../../source/async/clock.ts';
import type {Remote} from '../calls/remote.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {Collector} from './collector.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {startCall} from './pending-call.ts';
import type {Quarantine} from './quarantine.ts';

/** The list of domains, as CONNECT_LIST_ALL_DOMAINS or a bulk call about all domains gave it last. */
export type DomainList = {
	readonly known: () => readonly RemoteDomain[];
	/** Calls CONNECT_LIST_ALL_DOMAINS. @returns whether the reply came in time. Rejects where the connection ended. */
	readonly read: (collector: Collector, signal: AbortSignal) => Promise<boolean>;
	/** Whether a list is pending on the connection. A list is late where a domain is locked, or the daemon itself is slow. */
	readonly isPending: () => boolean;
	/** Gives the collector the list that came too late for the last refresh. */
	readonly takeLate: (collector: Collector) => void;
	/**
	Takes the list of a bulk reply about all domains.
	@param moment when the list was asked for, and when it was true, monotonic seconds
	*/
	readonly learn: (
		collector: Collector,
		domains: readonly RemoteDomain[],
		moment: {readonly askedAt: number; readonly at: number},
	) => void;
};

/** How long a list may take, seconds. It queries no domain. */
const replyTimeoutSeconds = 0.5;

export const createDomainList = (clock: Clock, pair: ConnectionPair, quarantine: Quarantine): DomainList => {
	let known: readonly RemoteDomain[] = [];
	let knownFrom = Number.NEGATIVE_INFINITY;
	/** When the list that no refresh took yet was true, monotonic seconds. Undefined: there is no such list. */
	let news: number | undefined;
	/** The connection on which a list is pending. Another list would wait behind it. */
	let pendingOn: Remote | undefined;

	const note = (domains: readonly RemoteDomain[], askedAt: number, at: number): void => {
		if (askedAt >= knownFrom) {
			known = domains;
			knownFrom = askedAt;
			news = at;
		}
	};

	const takeLate = (collector: Collector): void => {
		if (news === undefined) {
			return;
		}

		collector.present(known, news);
		news = undefined;
		const ids = new Set(known.map(({uuid}) => uuid));
		for (const uuid of quarantine.all().filter((one) => !ids.has(one))) {
			quarantine.reset(uuid);
		}
	};

	return {
		known: () => known,
		isPending: () => pendingOn === pair.remote(),
		takeLate,
		learn(collector, domains, {askedAt, at}) {
			note(domains, askedAt, at);
			takeLate(collector);
		},
		async read(collector, signal) {
			const remote = pair.remote();
			if (pendingOn === remote) {
				return false;
			}

			if (remote.freeSlots() === 0 || signal.aborted) {
				return true;
			}

			pendingOn = remote;
			const call = startCall(clock, () => remote.listDomains());
			void call.settled.then((outcome) => {
				pendingOn = pendingOn === remote ? undefined : pendingOn;
				if ('reply' in outcome) {
					note(outcome.reply, call.startedAt, outcome.at);
				}
			});
			const outcome = await outcomeWithin(clock, call, replyTimeoutSeconds, signal);
			if (outcome && 'error' in outcome) {
				collector.refuse(outcome.error);
			}

			takeLate(collector);
			return outcome !== undefined || signal.aborted;
		},
	};
};
