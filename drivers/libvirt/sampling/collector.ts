import type {RemoteDomain} from '../remote/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../remote/remote-error.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Answer, Answers, Extent, Presence} from './answers.ts';
import type {Outcome} from './flight.ts';
import type {Suspects} from './suspects.ts';

/** Puts together what one refresh is told. */
export type Collector = {
	/** A question landed. @param uuid of the one domain it was about; absent: of all. @throws what says that the connection ended */
	readonly take: (outcome: Outcome<readonly StatsRecord[]>, uuid?: string) => void;
	/** Those there are; of several the last counts. @param at monotonic seconds */
	readonly present: (domains: readonly RemoteDomain[], at: number) => void;
	/** What was asked of all was refused. @throws what says that the connection ended */
	readonly refuse: (error: unknown) => void;
	readonly answers: () => Answers;
};

export const createCollector = (suspects: Suspects, extentOf: (record: StatsRecord) => Extent): Collector => {
	const fresh = new Map<string, Answer>();
	const refused = new Map<string, string>();
	const gone = new Set<string>();
	let present: Presence | undefined;
	let refusal: string | undefined;

	const refuse = (error: unknown, uuid?: string) => {
		if (!(error instanceof RemoteError)) {
			throw error;
		}

		if (uuid === undefined) {
			refusal = error.message;
		} else if (error.code === remoteErrorCode.noDomain) {
			gone.add(uuid);
		} else {
			refused.set(uuid, error.message);
		}
	};

	/** An answer that lay open since the refresh before may tell of what is gone. */
	const there = <Value>(domains: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
		gone.size === 0 && (present === undefined || domains === present.domains)
			? domains
			: new Map([...domains].filter(([uuid]) => !gone.has(uuid) && (present?.domains.has(uuid) ?? true)));

	return {
		refuse: (error) => refuse(error),
		take(outcome, uuid) {
			if ('error' in outcome) {
				refuse(outcome.error, uuid);
				return;
			}

			const {answer, at, wall, took} = outcome;
			for (const record of answer) {
				const extent = extentOf(record);
				fresh.set(record.domain.uuid, {record, askedAt: at - took / 2, at, wall, extent});
				if (extent !== 'held') {
					suspects.clear(record.domain.uuid);
				} else if (suspects.left() > 0) {
					suspects.accuse(record.domain.uuid);
				}
			}
		},
		present(domains, at) {
			present = {domains: new Map(domains.map((domain) => [domain.uuid, domain])), at};
		},
		answers: () => ({
			fresh: there(fresh),
			present: present && {...present, domains: there(present.domains)},
			suspects: suspects.all(),
			// Where nobody answers, one sentence says it all.
			refused: fresh.size === 0 && refusal !== undefined ? new Map() : refused,
			refusal: fresh.size === 0 ? refusal : undefined,
		}),
	};
};
