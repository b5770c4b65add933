import type {Clock} from '../../../source/clock.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import {within} from '../../../source/within.ts';
import type {Description} from '../meaning/description.ts';
import {readDescription} from '../meaning/read-description.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import {RemoteError} from '../remote/remote-error.ts';
import type {DaemonLine} from './daemon-line.ts';
import {type Flight, launch} from './flight.ts';
import {landedWithin} from './landed-within.ts';

/** What the XML of running domains says, read at the first sight of an incarnation and now and then again. */
export type Descriptions = {
	/** Absent: not read yet, or not readable. */
	readonly of: (domain: RemoteDomain) => Description | undefined;
	/** Reads one again, whatever is known. Never rejects. @returns undefined too where it did not come in time. */
	readonly read: (domain: RemoteDomain, signal: AbortSignal) => Promise<Description | undefined>;
	/** It is not as it was described: read it again at the next occasion. */
	readonly doubt: (domain: RemoteDomain) => void;
	/**
	Reads what is missing, and a few of the oldest, until the signal; what is slow comes later. Where no time is left for any,
	one is asked all the same. Forgets who is not among these.
	*/
	readonly refresh: (domains: readonly RemoteDomain[], signal: AbortSignal) => Promise<void>;
};

type Entry = {
	readonly id: number | undefined;
	readonly description: Description | undefined;
	readonly at: number;
};

/** How long one may take, seconds. */
const patience = 0.5;
/** Seconds after which a period that somebody else changed is to be seen. */
const lifetime = 30;
/** How many a refresh reads at most: of those that are missing, and of those that are old. */
const mostMissing = 24;
const mostOld = 4;
const workers = 2;
/** A time before all others. */
const outdated = Number.MIN_SAFE_INTEGER;

export const createDescriptions = (clock: Clock, line: DaemonLine): Descriptions => {
	const entries = new Map<string, Entry>();
	const underWay = new Map<string, {readonly landed: Promise<unknown>; isDoubted: boolean}>();

	const entryOf = ({uuid, id}: RemoteDomain): Entry | undefined => {
		const entry = entries.get(uuid);
		return entry?.id === id ? entry : undefined;
	};

	const ask = (domain: RemoteDomain): Flight<string> => {
		const {uuid, id} = domain;
		const flight = launch(clock, () => line.remote().domainXml(domain));
		const question = {landed: flight.landed, isDoubted: false};
		underWay.set(uuid, question);
		void flight.landed.then((landed) => {
			underWay.delete(uuid);
			if ('answer' in landed || landed.error instanceof RemoteError) {
				const description = 'answer' in landed ? readDescription(landed.answer) : undefined;
				entries.set(uuid, {id, description, at: question.isDoubted ? outdated : clock.monotonic()});
			}
		});
		return flight;
	};

	const read: Descriptions['read'] = async (domain, signal) => {
		const before = underWay.get(domain.uuid);
		if (before) {
			// What is on its way may be older than what is to be seen.
			await within({clock, seconds: patience}, signal, (either) => orAborted(before.landed, either));
		}

		if (underWay.has(domain.uuid) || signal.aborted) {
			return undefined;
		}

		const landed = await landedWithin(clock, ask(domain), patience, signal);
		return landed && 'answer' in landed ? entryOf(domain)?.description : undefined;
	};

	return {
		of: (domain) => entryOf(domain)?.description,
		read,
		doubt({uuid}) {
			const entry = entries.get(uuid);
			if (entry) {
				entries.set(uuid, {...entry, at: outdated});
			}

			const question = underWay.get(uuid);
			if (question) {
				question.isDoubted = true;
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
					if (line.remote().freeSlots() === 0) {
						return;
					}

					await (underWay.has(domain.uuid) ? undefined : read(domain, signal));
				}
			};

			if (signal.aborted && line.remote().freeSlots() > 1) {
				const next = queue.find(({uuid}) => !underWay.has(uuid));
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
