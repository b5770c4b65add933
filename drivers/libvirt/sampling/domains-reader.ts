import {createAtPlace} from '../../../source/at-place.ts';
import type {Clock} from '../../../source/clock.ts';
import {domainLimit} from '../../../source/domain-bounds.ts';
import type {SampleRequest} from '../../../source/driver.ts';
import {missedReport} from '../../../source/missed-report.ts';
import type {Domain, ProblemReport} from '../../../source/sample.ts';
import {createDomainAsker} from '../meaning/ask-domain.ts';
import type {DomainEvent} from '../remote/remote.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {Answers} from './answers.ts';
import {createQuestions} from './create-questions.ts';
import type {DaemonLine} from './daemon-line.ts';
import {createDescriptions, type Descriptions} from './descriptions.ts';
import {createDiskInquiry} from './disk-inquiry.ts';
import {createHeldInquiry} from './held-inquiry.ts';
import {refusalReport, rowReports, silentReport} from './reports.ts';
import {createRoster, type MakeDomain, type Row} from './roster.ts';
import {createStatsReader} from './stats-reader.ts';

/** The domains of one hypervisor, refresh after refresh. */
export type DomainsReader = {
	/** Resolves at the signal at the latest; `rows` then has what is known. Rejects where the connection ended. */
	readonly read: (request: SampleRequest, signal: AbortSignal) => Promise<readonly ProblemReport[]>;
	/** Why it is not known yet which domains there are, one sentence; absent: it is. */
	readonly unanswered: () => string | undefined;
	readonly rows: () => readonly Row[];
	readonly find: (uuid: string) => Row | undefined;
	/** Something happened to a domain between two refreshes. */
	readonly note: (event: DomainEvent) => void;
	readonly change: (uuid: string, change: (domain: Domain) => Domain) => void;
	/** Reads the balloon's period of a domain again. @returns seconds; absent: it cannot be told now */
	readonly readPeriod: (domain: RemoteDomain, signal: AbortSignal) => Promise<number | undefined>;
};

/** How many held domains are asked about in one refresh, those in turn. */
const mostInquiries = 8;

/** Events taken between two refreshes, one a domain: what more there are the next reading tells. */
const mostEvents = domainLimit;

const isRunning = ({id}: RemoteDomain): boolean => id !== undefined;

/** A device came or went since the XML was read. */
const isOutdated = ({remote, domain}: Row, descriptions: Descriptions): boolean => {
	const description = descriptions.of(remote);
	const {disks = []} = domain;
	const diskAt = createAtPlace(disks, ({name}) => name);
	return (
		description !== undefined &&
		(description.disks.length !== disks.length ||
			description.disks.some(({name}, place) => !diskAt(name, place)))
	);
};

export type DomainsReaderOptions = {
	readonly clock: Clock;
	readonly line: DaemonLine;
	/** CONNECT_GET_TYPE. */
	readonly hypervisor: string;
	readonly makeDomain: (descriptions: Descriptions) => MakeDomain;
};

export const createDomainsReader = ({
	clock,
	line,
	hypervisor,
	makeDomain,
}: DomainsReaderOptions): DomainsReader => {
	let request: Pick<SampleRequest, 'vcpus'> = {vcpus: false};
	const descriptions = createDescriptions(clock, line);
	const asker = createDomainAsker(line.remote, hypervisor);
	const questions = createQuestions(hypervisor, line, descriptions, asker, () => request);
	const stats = createStatsReader(clock, line, questions);
	const inquiry = createHeldInquiry(clock, line);
	const disks = createDiskInquiry(clock, line);
	const roster = createRoster(makeDomain(descriptions));
	let turn = 0;
	let events = 0;
	let unanswered: string | undefined = silentReport.message;

	const describe = async ({fresh, suspects}: Answers, signal: AbortSignal): Promise<void> => {
		const seen = [...fresh.values()].map(({record}) => record.domain);
		const others = roster.rows().filter(({remote}) => !fresh.has(remote.uuid));
		const avoided = new Set(suspects);
		await descriptions.refresh(
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
				: await inquiry.ask({remote, since: heldSince, known, isUnread}, signal);
		// It may have been stopped or started meanwhile.
		if ((busy || known) && roster.find(remote.uuid)?.domain.incarnation === domain.incarnation) {
			roster.change(remote.uuid, (now): Domain => ({...now, busy}));
		}
	};

	const explainAll = async (signal: AbortSignal): Promise<void> => {
		const rows = roster.rows();
		const free = rows.filter(({heldSince, domain}) => heldSince === undefined && domain.busy !== undefined);
		const held = rows.filter(({heldSince}) => heldSince !== undefined);
		const start = held.length === 0 ? 0 : turn % held.length;
		const queue = [...held.slice(start), ...held.slice(0, start)].slice(0, mostInquiries);
		turn += queue.length;
		const work = async (): Promise<void> => {
			for (let row = queue.shift(); row; row = queue.shift()) {
				await explain(row, signal);
			}
		};

		await Promise.all([...free.map((row) => explain(row, signal)), work(), work()]);
	};

	const reports = ({refusal, fresh, present}: Answers): readonly ProblemReport[] => {
		const rows = roster.rows();
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
		rows: roster.rows,
		find: roster.find,
		change: roster.change,
		async read(asked, signal) {
			request = asked;
			events = 0;
			const answers = await stats.read(asked.delay, signal);
			await describe(answers, signal);
			const {refusal, present, fresh} = answers;
			const isTold = present !== undefined || fresh.size > 0;
			unanswered &&= isTold
				? undefined
				: (refusal === undefined ? silentReport : refusalReport(refusal)).message;
			roster.fold(answers, clock.monotonic());
			for (const row of roster.rows()) {
				if (row.isFresh && isOutdated(row, descriptions)) {
					descriptions.doubt(row.remote);
				}
			}

			await Promise.all([explainAll(signal), disks.ask(roster.rows(), signal)]);
			for (const {remote} of roster.rows().filter(({domain}) => domain.stateFault !== undefined)) {
				roster.change(remote.uuid, disks.explained);
			}

			return reports(answers);
		},
		note(event) {
			events += 1;
			if (events > mostEvents) {
				return;
			}

			if (event.kind === 'lifecycle' && (event.change === 'started' || event.change === 'stopped')) {
				stats.forgive(event.domain.uuid);
			}

			roster.note(event, clock.monotonic());
		},
		async readPeriod(domain, signal) {
			const description = await descriptions.read(domain, signal);
			if (!description) {
				descriptions.doubt(domain);
			}

			return description?.period;
		},
	};
};
