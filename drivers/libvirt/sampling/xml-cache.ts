import {isDeepStrictEqual} from 'node:util';
import type {Clock} from '../../../source/async/clock.ts';
import {untilAborted, withTimeout} from '../../../source/async/wait.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {RemoteError} from '../calls/remote-error.ts';
import type {Description} from '../mapping/description.ts';
import {readDescription} from '../mapping/read-description.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {type PendingCall, startCall} from './pending-call.ts';

/** What the XML of running domains says. It is read when an incarnation is first seen, and again now and then. */
export type XmlCache = {
	/** Undefined: not read yet, or not readable. It stays the same object as long as it says the same. */
	readonly of: (domain: RemoteDomain) => Description | undefined;
	/** Reads the XML again, whatever is known. Never rejects. @returns undefined: not readable, or the reply did not come in time */
	readonly read: (domain: RemoteDomain, signal: AbortSignal) => Promise<Description | undefined>;
	/** The domain is not as its XML said: it is among the first to be read again. */
	readonly invalidate: (domain: RemoteDomain) => void;
	/**
	Reads the XML of domains that have none, and a few of the oldest, until the signal. Where no time is left, it starts one call
	all the same. Forgets all other domains.
	*/
	readonly refresh: (domains: readonly RemoteDomain[], signal: AbortSignal) => Promise<void>;
};

type Entry = {
	readonly id: number | undefined;
	readonly description: Description | undefined;
	readonly at: number;
};

/** How long a reply may take, seconds. */
const replyTimeoutSeconds = 0.5;
/** Seconds after which a period that another client changed must be seen. */
const lifetime = 30;
/** How many XMLs that are missing a refresh reads at most. */
const mostMissing = 24;
/** How many XMLs that are old a refresh reads again at most. */
const mostOld = 4;
const workers = 2;
/** A time before all others. */
const outdated = Number.MIN_SAFE_INTEGER;

export const createXmlCache = (clock: Clock, pair: ConnectionPair): XmlCache => {
	const entries = new Map<string, Entry>();
	const pending = new Map<string, {readonly settled: Promise<unknown>; isInvalid: boolean}>();

	const entryOf = ({uuid, id}: RemoteDomain): Entry | undefined => {
		const entry = entries.get(uuid);
		return entry?.id === id ? entry : undefined;
	};

	const ask = (domain: RemoteDomain): PendingCall<string> => {
		const {uuid, id} = domain;
		const call = startCall(clock, () => pair.remote().domainXml(domain));
		const query = {settled: call.settled, isInvalid: false};
		pending.set(uuid, query);
		void call.settled.then((outcome) => {
			pending.delete(uuid);
			if ('reply' in outcome || outcome.error instanceof RemoteError) {
				const now = 'reply' in outcome ? readDescription(outcome.reply) : undefined;
				const before = entries.get(uuid)?.description;
				const description = isDeepStrictEqual(now, before) ? before : now;
				entries.set(uuid, {id, description, at: query.isInvalid ? outdated : clock.monotonic()});
			}
		});
		return call;
	};

	const read: XmlCache['read'] = async (domain, signal) => {
		const before = pending.get(domain.uuid);
		if (before) {
			// The XML on its way may be older than the change to be seen.
			await withTimeout({clock, seconds: replyTimeoutSeconds}, signal, (either) =>
				untilAborted(before.settled, either),
			);
		}

		if (pending.has(domain.uuid) || signal.aborted) {
			return undefined;
		}

		const outcome = await outcomeWithin(clock, ask(domain), replyTimeoutSeconds, signal);
		return outcome && 'reply' in outcome ? entryOf(domain)?.description : undefined;
	};

	return {
		of: (domain) => entryOf(domain)?.description,
		read,
		invalidate({uuid}) {
			const entry = entries.get(uuid);
			if (entry) {
				entries.set(uuid, {...entry, at: outdated});
			}

			const query = pending.get(uuid);
			if (query) {
				query.isInvalid = true;
			}
		},
		async refresh(domains, signal) {
			const missing = domains.filter((domain) => !entryOf(domain)).slice(0, mostMissing);
			const before = clock.monotonic() - lifetime;
			const old = domains
				.filter((domain) => (entryOf(domain)?.at ?? before) < before)
				.sort((one, other) => (entryOf(one)?.at ?? 0) - (entryOf(other)?.at ?? 0))
				.slice(0, mostOld);
			const queue = [...missing, ...old];
			const work = async (): Promise<void> => {
				for (let domain = queue.shift(); domain && !signal.aborted; domain = queue.shift()) {
					if (pair.remote().freeSlots() === 0) {
						return;
					}

					await (pending.has(domain.uuid) ? undefined : read(domain, signal));
				}
			};

			if (signal.aborted && pair.remote().freeSlots() > 1) {
				const next = queue.find(({uuid}) => !pending.has(uuid));
				void (next && ask(next));
			}

			await Promise.all(Array.from({length: workers}, work));
			if (entries.size > domains.length) {
				const present = new Set(domains.map(({uuid}) => uuid));
				for (const uuid of [...entries.keys()].filter((one) => !present.has(one))) {
					entries.delete(uuid);
				}
			}
		},
	};
};
