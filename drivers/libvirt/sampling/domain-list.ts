import type {Clock} from '../../../source/clock.ts';
import type {Remote} from '../remote/remote.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {Collector} from './collector.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
import {landedWithin} from './landed-within.ts';
import type {Suspects} from './suspects.ts';

/** Which domains there are, as CONNECT_LIST_ALL_DOMAINS or a bulk call about all of them told last. */
export type DomainList = {
	readonly known: () => readonly RemoteDomain[];
	/** Asks for it. @returns whether the daemon answered in time. Rejects where the connection ended. */
	readonly read: (collector: Collector, signal: AbortSignal) => Promise<boolean>;
	/** Is a list under way that is late? Some domain is locked then, or the daemon itself is slow. */
	readonly hangs: () => boolean;
	/** Gives what came since the last refresh, too late for it. */
	readonly takeLate: (collector: Collector) => void;
	/** Another answer told it. @param askedAt monotonic seconds, as is `at`, when it was true */
	readonly learn: (
		collector: Collector,
		domains: readonly RemoteDomain[],
		moment: {readonly askedAt: number; readonly at: number},
	) => void;
};

/** How long a list may take, seconds: it asks no domain. */
const patience = 0.5;

export const createDomainList = (clock: Clock, line: DaemonLine, suspects: Suspects): DomainList => {
	let known: readonly RemoteDomain[] = [];
	let knownFrom = Number.NEGATIVE_INFINITY;
	/** When an answer that no refresh has yet was true. */
	let news: number | undefined;
	/** Where one is under way: another would wait behind it. */
	let asked: Remote | undefined;

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
		for (const uuid of suspects.all().filter((one) => !ids.has(one))) {
			suspects.clear(uuid);
		}
	};

	return {
		known: () => known,
		hangs: () => asked === line.remote(),
		takeLate,
		learn(collector, domains, {askedAt, at}) {
			note(domains, askedAt, at);
			takeLate(collector);
		},
		async read(collector, signal) {
			const remote = line.remote();
			if (asked === remote) {
				return false;
			}

			if (remote.freeSlots() === 0 || signal.aborted) {
				return true;
			}

			asked = remote;
			const flight = launch(clock, () => remote.listDomains());
			void flight.landed.then((landed) => {
				asked = asked === remote ? undefined : asked;
				if ('answer' in landed) {
					note(landed.answer, flight.sentAt, landed.at);
				}
			});
			const landed = await landedWithin(clock, flight, patience, signal);
			if (landed && 'error' in landed) {
				collector.refuse(landed.error);
			}

			takeLate(collector);
			return landed !== undefined || signal.aborted;
		},
	};
};
