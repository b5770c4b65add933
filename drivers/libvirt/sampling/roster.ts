import {domainLimit} from '../../../source/domain-bounds.ts';
import type {Domain, StateTold} from '../../../source/sample.ts';
import {eventState} from '../meaning/event-state.ts';
import {stateTold} from '../meaning/state-told.ts';
import type {DomainEvent} from '../remote/remote.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Answer, Answers} from './answers.ts';
import {datingOf, type ReadAt, readAtOf} from './dating.ts';

/** One domain of this connection, as it was last read. */
export type Row = {
	readonly remote: RemoteDomain;
	readonly domain: Domain;
	/** When its numbers were read; absent: there are none since it was started or stopped. */
	readonly readAt?: ReadAt | undefined;
	/** When libvirt last told between two refreshes what it does, monotonic seconds; absent: never. */
	readonly toldAt?: number | undefined;
	/** Monotonic seconds since it has not answered in full; absent: it has. */
	readonly heldSince: number | undefined;
	/** Has it never answered in full, so that there are no numbers to keep? */
	readonly isUnread: boolean;
	/** Was it read in this refresh, be it in part? */
	readonly isFresh: boolean;
	/** Why libvirt will not tell of it, in its words; absent: it does. */
	readonly refused: string | undefined;
};

/** The domains there are, kept right between refreshes by libvirt's events. */
export type Roster = {
	readonly rows: () => readonly Row[];
	readonly find: (uuid: string) => Row | undefined;
	/** @param now monotonic seconds. */
	readonly fold: (answers: Answers, now: number) => void;
	readonly note: (event: DomainEvent, now: number) => void;
	readonly change: (uuid: string, change: (domain: Domain) => Domain) => void;
};

/** What a record means. @param before the same domain at the reading before; absent: none, or another incarnation. */
export type MakeDomain = (
	record: StatsRecord,
	moment: {readonly at: number; readonly wall: number | undefined},
	before: Domain | undefined,
) => Domain;

/** Rows kept: as many as there may be, twice, as those that are new come before those that are gone leave. */
const rowLimit = 2 * domainLimit;

/** virDomainState. */
const shutOff = 5;

const stateRecord = (domain: RemoteDomain, state: number, reason: number): StatsRecord => ({
	domain,
	fields: ['state.state', 'state.reason'],
	values: [state, reason],
});

const toldOf = ({state, stateReason, stateWord, stateFault}: StateTold): StateTold => ({
	state,
	stateReason,
	stateWord,
	stateFault,
});

export const createRoster = (makeDomain: MakeDomain): Roster => {
	const rows = new Map<string, Row>();

	/** One that is there and has not answered yet. */
	const unread = (domain: RemoteDomain, at: number): Row => {
		const record =
			domain.id === undefined ? stateRecord(domain, shutOff, 0) : {domain, fields: [], values: []};
		return {
			remote: domain,
			domain: makeDomain(record, {at, wall: undefined}, undefined),
			heldSince: undefined,
			isUnread: true,
			isFresh: false,
			refused: undefined,
		};
	};

	/** An answer may have been asked for before what is known by now. */
	const isOutrun = ({askedAt, at, record}: Answer, {toldAt, remote, domain}: Row): boolean =>
		at < domain.at || (toldAt !== undefined && askedAt < toldAt && record.domain.id !== remote.id);

	/** Only what is new of a domain that did not answer in full: its state. Its numbers stay, with their time. */
	const inPart = ({record, at, wall}: Answer, before: Row | undefined): Domain => {
		const made = makeDomain(record, {at, wall}, before?.domain);
		return before && before.domain.incarnation === made.incarnation
			? {...before.domain, name: made.name, ...toldOf(made)}
			: made;
	};

	const restate = (
		row: Row,
		remote: RemoteDomain,
		{state, reason}: {readonly state: number; readonly reason: number},
		at: number,
	): Row => {
		const record = stateRecord(remote, state, reason);
		const domain = makeDomain(record, {at, wall: undefined}, row.domain);
		return {...row, remote, domain, readAt: undefined, heldSince: undefined, toldAt: at};
	};

	return {
		rows: () => [...rows.values()],
		find: (uuid) => rows.get(uuid),
		fold({fresh, present, suspects, refused}, now) {
			const suspected = new Set(suspects);
			for (const [uuid, answer] of fresh) {
				const before = rows.get(uuid);
				if (!before && rows.size >= rowLimit) {
					continue;
				}

				if (before && isOutrun(answer, before)) {
					rows.set(uuid, {...before, isFresh: true});
					continue;
				}

				const {toldAt, readAt} = before ?? {};
				const isFull = answer.extent === 'full';
				const dating = isFull ? datingOf(readAt, answer) : 'good';
				const isRead = isFull && dating !== 'late';
				const made = isRead ? makeDomain(answer.record, answer, before?.domain) : inPart(answer, before);
				const isTold = before !== undefined && toldAt !== undefined && answer.askedAt < toldAt;
				const domain = isTold ? {...made, ...toldOf(before.domain)} : made;
				const isHeld = answer.extent === 'held';
				const heldSince = isHeld ? (before?.heldSince ?? now) : undefined;
				rows.set(uuid, {
					remote: answer.record.domain,
					domain: dating === 'anew' ? {...domain, datedFrom: answer.at} : domain,
					readAt: made.at === answer.at ? readAtOf(answer) : readAt,
					toldAt,
					heldSince,
					isUnread: !isFull && (before?.isUnread ?? true),
					isFresh: true,
					refused: undefined,
				});
			}

			for (const [uuid, domain] of present?.domains ?? []) {
				if (present && !rows.has(uuid) && rows.size < rowLimit) {
					rows.set(uuid, unread(domain, present.at));
				}
			}

			for (const [uuid, row] of rows) {
				if (present && !present.domains.has(uuid)) {
					rows.delete(uuid);
				} else if (!fresh.has(uuid)) {
					const heldSince = suspected.has(uuid) ? (row.heldSince ?? row.domain.at) : row.heldSince;
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
				const {memory} = row.domain;
				const domain = {...row.domain, memory: {...memory, currentKiB: event.actualKiB}};
				rows.set(event.domain.uuid, {...row, domain});
				return;
			}

			const {uuid} = event.domain;
			const told = eventState(event);
			if (told && event.change === 'started') {
				rows.set(uuid, restate(row, event.domain, told, now));
			} else if (told && event.change === 'stopped') {
				rows.set(uuid, restate(row, {...event.domain, id: undefined}, told, now));
			} else if (told) {
				const domain = {...row.domain, ...toldOf(stateTold(told.state, told.reason))};
				rows.set(uuid, {...row, domain, toldAt: now});
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
