import type {Clock} from '../../../source/async/clock.ts';
import type {SampleRequest} from '../../../source/driver/driver.ts';
import {missedReport} from '../../../source/driver/reports.ts';
import {createAtPlace} from '../../../source/model/collections.ts';
import {domainLimit} from '../../../source/model/domain-bounds.ts';
import {identityOf} from '../../../source/model/numbers-view.ts';
import {restated} from '../../../source/model/restated.ts';
import type {Domain, ProblemReport} from '../../../source/model/sample.ts';
import type {DomainEvent} from '../calls/remote.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {createDomainAsker} from '../mapping/ask-domain.ts';
import type {Description} from '../mapping/description.ts';
import {createBusyReasonReader} from './busy-reason.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {createQueries} from './create-queries.ts';
import {createDiskInquiry} from './disk-inquiry.ts';
import {createDomainRegistry, type MakeDomain, type Row} from './domain-registry.ts';
import type {Replies} from './replies.ts';
import {refusalReport, rowReports, silentReport} from './reports.ts';
import {createStatsReader} from './stats-reader.ts';
import {createXmlCache, type XmlCache} from './xml-cache.ts';

/** The domains of one hypervisor, refresh after refresh. */
export type DomainsReader = {
	/** Resolves at the signal at the latest; `rows` then has what is known. Rejects where the connection ended. */
	readonly read: (request: SampleRequest, signal: AbortSignal) => Promise<readonly ProblemReport[]>;
	/** Why it is not known yet which domains there are, one sentence. Undefined: it is known. */
	readonly unanswered: () => string | undefined;
	readonly rows: () => readonly Row[];
	readonly find: (uuid: string) => Row | undefined;
	/** Takes an event that came between two refreshes. */
	readonly note: (event: DomainEvent) => void;
	readonly change: (uuid: string, change: (domain: Domain) => Domain) => void;
	/** Reads the balloon's period of a domain again. @returns seconds. Undefined: it cannot be read now */
	readonly readPeriod: (domain: RemoteDomain, signal: AbortSignal) => Promise<number | undefined>;
};

/** How many held domains a refresh asks for their busy reason, in turn. */
const mostBusyReasons = 8;

/** How many events are taken between two refreshes: one a domain. The next reading shows what further events would report. */
const mostEvents = domainLimit;

const isRunning = ({id}: RemoteDomain): boolean => id !== undefined;

/** Whether devices of a domain came or went since its XML was read. */
type IsOutdated = (row: Row) => boolean;

const createIsOutdated = (xmlCache: XmlCache): IsOutdated => {
	/** Descriptions that have the disks that were said of a domain. */
	const upToDate = new WeakMap<object, Description>();
	return ({remote, domain}) => {
		const description = xmlCache.of(remote);
		const identity = identityOf(domain);
		if (description === undefined || upToDate.get(identity) === description) {
			return false;
		}

		const {disks = []} = domain;
		const diskAt = createAtPlace(disks, ({name}) => name);
		const isOutdated =
			description.disks.length !== disks.length ||
			description.disks.some(({name}, place) => !diskAt(name, place));
		if (!isOutdated) {
			upToDate.set(identity, description);
		}

		return isOutdated;
	};
};

export type DomainsReaderOptions = {
	readonly clock: Clock;
	readonly pair: ConnectionPair;
	/** The answer to CONNECT_GET_TYPE. */
	readonly hypervisor: string;
	readonly makeDomain: (xmlCache: XmlCache) => MakeDomain;
};

export const createDomainsReader = ({
	clock,
	pair,
	hypervisor,
	makeDomain,
}: DomainsReaderOptions): DomainsReader => {
	const xmlCache = createXmlCache(clock, pair);
	const asker = createDomainAsker(pair.remote, hypervisor);
	const queries = createQueries(hypervisor, pair, xmlCache, asker);
	const stats = createStatsReader(clock, pair, queries);
	const busyReasons = createBusyReasonReader(clock, pair);
	const disks = createDiskInquiry(clock, pair);
	const registry = createDomainRegistry(makeDomain(xmlCache));
	const isOutdated = createIsOutdated(xmlCache);
	let turn = 0;
	let events = 0;
	let unanswered: string | undefined = silentReport.message;

	const describe = async ({fresh, quarantined}: Replies, signal: AbortSignal): Promise<void> => {
		const seen = [...fresh.values()].map(({record}) => record.domain);
		const others = registry.rows().filter(({remote}) => !fresh.has(remote.uuid));
		const avoided = new Set(quarantined);
		await xmlCache.refresh(
			[...seen, ...others.map(({remote}) => remote)].filter(
				(domain) => isRunning(domain) && !avoided.has(domain.uuid),
			),
			signal,
		);
	};

	const explain = async ({remote, domain, heldSince, isUnread}: Row, signal: AbortSignal): Promise<void> => {
		const known = domain.busy;
		const busy =
			heldSince === undefined
				? undefined
				: await busyReasons.ask({remote, since: heldSince, known, isUnread}, signal);
		// The domain may have been stopped or started meanwhile.
		if ((busy || known) && registry.find(remote.uuid)?.domain.incarnation === domain.incarnation) {
			registry.change(remote.uuid, (now) => restated(now, {busy}));
		}
	};

	const explainAll = async (signal: AbortSignal): Promise<void> => {
		const rows = registry.rows();
		const free = rows.filter(({heldSince, domain}) => heldSince === undefined && domain.busy !== undefined);
		const held = rows.filter(({heldSince}) => heldSince !== undefined);
		const start = held.length === 0 ? 0 : turn % held.length;
		const queue = [...held.slice(start), ...held.slice(0, start)].slice(0, mostBusyReasons);
		turn += queue.length;
		const work = async (): Promise<void> => {
			for (let row = queue.shift(); row; row = queue.shift()) {
				await explain(row, signal);
			}
		};

		await Promise.all([...free.map((row) => explain(row, signal)), work(), work()]);
	};

	const reports = ({refusal, fresh, present}: Replies): readonly ProblemReport[] => {
		const rows = registry.rows();
		const isSilent = fresh.size === 0 && present?.domains.size !== 0;
		const missed = rows.filter(
			({isFresh, domain, refused}) => !isFresh && refused === undefined && !domain.busy,
		);
		const own =
			refusal !== undefined
				? refusalReport(refusal)
				: isSilent && missed.length === rows.length
					? silentReport
					: missed.length === 0
						? undefined
						: missedReport(missed.length);
		return [...rows.flatMap(rowReports), ...(own ? [own] : [])];
	};

	return {
		unanswered: () => unanswered,
		rows: registry.rows,
		find: registry.find,
		change: registry.change,
		async read({delay}, signal) {
			events = 0;
			const replies = await stats.read(delay, signal);
			await describe(replies, signal);
			const {refusal, present, fresh} = replies;
			const hasReply = present !== undefined || fresh.size > 0;
			unanswered &&= hasReply
				? undefined
				: (refusal === undefined ? silentReport : refusalReport(refusal)).message;
			registry.fold(replies, clock.monotonic());
			for (const row of registry.rows()) {
				if (row.isFresh && isOutdated(row)) {
					xmlCache.invalidate(row.remote);
				}
			}

			await Promise.all([explainAll(signal), disks.ask(registry.rows(), signal)]);
			for (const {remote} of registry.rows().filter(({domain}) => domain.stateFault !== undefined)) {
				registry.change(remote.uuid, disks.explained);
			}

			return reports(replies);
		},
		note(event) {
			events += 1;
			if (events > mostEvents) {
				return;
			}

			if (event.kind === 'lifecycle' && (event.change === 'started' || event.change === 'stopped')) {
				stats.reset(event.domain.uuid);
			}

			registry.note(event, clock.monotonic());
		},
		async readPeriod(domain, signal) {
			const description = await xmlCache.read(domain, signal);
			if (!description) {
				xmlCache.invalidate(domain);
			}

			return description?.period;
		},
	};
};
