import {isDeepStrictEqual} from 'node:util';
import {domainLimit} from '../../../source/model/domain-bounds.ts';
import {restated, withMemory} from '../../../source/model/restated.ts';
import type {Domain, StateTold} from '../../../source/model/sample.ts';
import {domainState} from '../calls/domain-state.ts';
import type {DomainEvent} from '../calls/remote.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {eventState} from '../mapping/event-state.ts';
import {reportedState} from '../mapping/reported-state.ts';
import type {Replies, Reply} from './replies.ts';
import {type ReadAt, readAtOf, timingQualityOf} from './timing-quality.ts';

/** One domain of this connection, as it was last read. */
export type Row = {
	readonly remote: RemoteDomain;
	readonly domain: Domain;
	/** When its numbers were read. Undefined: there are none since the domain was started or stopped. */
	readonly readAt?: ReadAt | undefined;
	/** When an event of libvirt last reported its state, monotonic seconds. Undefined: never. */
	readonly eventAt?: number | undefined;
	/** Since when the domain has not answered in full, monotonic seconds. Undefined: it has. */
	readonly heldSince: number | undefined;
	/** Whether the domain never answered in full, so that there are no numbers to keep. */
	readonly isUnread: boolean;
	/** Whether this refresh read the domain, be it in part. */
	readonly isFresh: boolean;
	/** Why libvirt refuses to report the domain, as libvirt says it. Undefined: it does not refuse. */
	readonly refused: string | undefined;
};

/** The domains there are. Events of libvirt keep them right between refreshes. */
export type DomainRegistry = {
	readonly rows: () => readonly Row[];
	readonly find: (uuid: string) => Row | undefined;
	/** Takes the replies of a refresh into the rows. @param now monotonic seconds */
	readonly fold: (replies: Replies, now: number) => void;
	readonly note: (event: DomainEvent, now: number) => void;
	readonly change: (uuid: string, change: (domain: Domain) => Domain) => void;
};

/** Makes a domain of a record. @param before the domain at the previous reading. Undefined: none, or another incarnation */
export type MakeDomain = (
	record: StatsRecord,
	moment: {readonly at: number; readonly wall: number | undefined},
	before: Domain | undefined,
) => Domain;

/** How many rows are kept: twice the limit of domains, as new domains may come before old domains leave. */
const rowLimit = 2 * domainLimit;

const stateOf = ({state, stateReason, stateWord, stateFault}: StateTold): StateTold => ({
	state,
	stateReason,
	stateWord,
	stateFault,
});

/** The numbers of a domain with the name and the state of another reading of it. */
const saysAsMade = (domain: Domain, made: Domain): Domain => {
	const {name} = made;
	const state = stateOf(made);
	return name === domain.name && isDeepStrictEqual(state, stateOf(domain))
		? domain
		: restated(domain, {name, ...state});
};

export const createDomainRegistry = (makeDomain: MakeDomain): DomainRegistry => {
	const rows = new Map<string, Row>();

	const stateRecord = (domain: RemoteDomain, state: number, reason: number): StatsRecord => ({
		domain,
		fields: ['state.state', 'state.reason'],
		values: [state, reason],
	});

	/** The row of a domain that is there and has not answered yet. */
	const unread = (domain: RemoteDomain, at: number): Row => {
		const record =
			domain.id === undefined
				? stateRecord(domain, domainState.shutOff, 0)
				: {domain, fields: [], values: []};
		return {
			remote: domain,
			domain: makeDomain(record, {at, wall: undefined}, undefined),
			heldSince: undefined,
			isUnread: true,
			isFresh: false,
			refused: undefined,
		};
	};

	/** Whether the row knows something newer than the reply. */
	const isOutrun = ({askedAt, at, record}: Reply, {eventAt, remote, domain}: Row): boolean =>
		at < domain.at || (eventAt !== undefined && askedAt < eventAt && record.domain.id !== remote.id);

	/** A domain whose reply gives no usable numbers. Its state is new, and its numbers stay, with their time. */
	const inPart = ({record, at, wall}: Reply, before: Row | undefined): Domain => {
		const made = makeDomain(record, {at, wall}, before?.domain);
		return before && before.domain.incarnation === made.incarnation ? saysAsMade(before.domain, made) : made;
	};

	const restate = (
		row: Row,
		remote: RemoteDomain,
		{state, reason}: {readonly state: number; readonly reason: number},
		at: number,
	): Row => {
		const record = stateRecord(remote, state, reason);
		const domain = makeDomain(record, {at, wall: undefined}, row.domain);
		return {...row, remote, domain, readAt: undefined, heldSince: undefined, eventAt: at};
	};

	return {
		rows: () => [...rows.values()],
		find: (uuid) => rows.get(uuid),
		fold({fresh, present, quarantined, refused}, now) {
			const avoided = new Set(quarantined);
			for (const reply of fresh.values()) {
				const {uuid} = reply.record.domain;
				const before = rows.get(uuid);
				if (!before && rows.size >= rowLimit) {
					continue;
				}

				if (before && isOutrun(reply, before)) {
					rows.set(uuid, {...before, isFresh: true});
					continue;
				}

				const {eventAt, readAt} = before ?? {};
				const isFull = reply.completeness === 'full';
				const quality = isFull ? timingQualityOf(readAt, reply) : 'usable';
				const isRead = isFull && quality !== 'skewed';
				const made = isRead ? makeDomain(reply.record, reply, before?.domain) : inPart(reply, before);
				const hasNewerEvent = before !== undefined && eventAt !== undefined && reply.askedAt < eventAt;
				const domain = hasNewerEvent ? restated(made, stateOf(before.domain)) : made;
				const isHeld = reply.completeness === 'partial';
				const heldSince = isHeld ? (before?.heldSince ?? now) : undefined;
				rows.set(uuid, {
					remote: reply.record.domain,
					domain: quality === 'restart' ? restated(domain, {datedFrom: reply.at}) : domain,
					readAt: made.at === reply.at ? readAtOf(reply) : readAt,
					eventAt,
					heldSince,
					isUnread: !isFull && (before?.isUnread ?? true),
					isFresh: true,
					refused: undefined,
				});
			}

			for (const domain of present?.domains.values() ?? []) {
				const {uuid} = domain;
				if (present && !rows.has(uuid) && rows.size < rowLimit) {
					rows.set(uuid, unread(domain, present.at));
				}
			}

			for (const row of rows.values()) {
				const {uuid} = row.remote;
				if (present && !present.domains.has(uuid)) {
					rows.delete(uuid);
				} else if (!fresh.has(uuid)) {
					const heldSince = avoided.has(uuid) ? (row.heldSince ?? row.domain.at) : row.heldSince;
					rows.set(uuid, {...row, heldSince, isFresh: false, refused: refused.get(uuid)});
				}
			}
		},
		note(event, now) {
			const row = rows.get(event.domain.uuid);
			if (!row) {
				return;
			}

			if (event.kind === 'balloon') {
				const domain = withMemory(row.domain, {currentKiB: event.actualKiB});
				rows.set(event.domain.uuid, {...row, domain});
				return;
			}

			const {uuid} = event.domain;
			const changed = eventState(event);
			if (changed && event.change === 'started') {
				rows.set(uuid, restate(row, event.domain, changed, now));
			} else if (changed && event.change === 'stopped') {
				rows.set(uuid, restate(row, {...event.domain, id: undefined}, changed, now));
			} else if (changed) {
				const domain = restated(row.domain, stateOf(reportedState(changed.state, changed.reason)));
				rows.set(uuid, {...row, domain, eventAt: now});
			} else if (event.change === 'undefined' && row.remote.id === undefined) {
				rows.delete(uuid);
			}
		},
		change(uuid, change) {
			const row = rows.get(uuid);
			if (row) {
				rows.set(uuid, {...row, domain: change(row.domain)});
			}
		},
	};
};
