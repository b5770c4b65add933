import type {RemoteDomain} from '../calls/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {Outcome} from './pending-call.ts';
import type {Quarantine} from './quarantine.ts';
import type {Completeness, Presence, Replies, Reply} from './replies.ts';

/** Collects the replies of one refresh. */
export type Collector = {
	/**
	Takes what came of a call about one domain, or about all of them where `uuid` is undefined.
	@throws the error that says that the connection ended
	*/
	readonly take: (outcome: Outcome<readonly StatsRecord[]>, uuid?: string) => void;
	/** Takes the list of domains. The last of several lists counts. @param at monotonic seconds */
	readonly present: (domains: readonly RemoteDomain[], at: number) => void;
	/** Takes the refusal of a call about all domains. @throws the error that says that the connection ended */
	readonly refuse: (error: unknown) => void;
	readonly replies: () => Replies;
};

const isThere = (uuid: string, gone: ReadonlySet<string>, present: Presence | undefined): boolean =>
	!gone.has(uuid) && (present?.domains.has(uuid) ?? true);

/** A late reply of the refresh before may hold domains that are gone. */
const withoutGone = <Value>(
	domains: ReadonlyMap<string, Value>,
	gone: ReadonlySet<string>,
	present: Presence | undefined,
): ReadonlyMap<string, Value> => {
	for (const uuid of domains.keys()) {
		if (!isThere(uuid, gone, present)) {
			return new Map([...domains].filter(([one]) => isThere(one, gone, present)));
		}
	}

	return domains;
};

export const createCollector = (
	quarantine: Quarantine,
	completenessOf: (record: StatsRecord) => Completeness,
): Collector => {
	const fresh = new Map<string, Reply>();
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

	return {
		refuse: (error) => refuse(error),
		take(outcome, uuid) {
			if ('error' in outcome) {
				refuse(outcome.error, uuid);
				return;
			}

			const {reply, at, wall, took} = outcome;
			for (const record of reply) {
				const completeness = completenessOf(record);
				fresh.set(record.domain.uuid, {record, askedAt: at - took / 2, at, wall, completeness});
				if (completeness !== 'partial') {
					quarantine.reset(record.domain.uuid);
				} else if (quarantine.lateReplies() > 0) {
					quarantine.trip(record.domain.uuid);
				}
			}
		},
		present(domains, at) {
			present = {domains: new Map(domains.map((domain) => [domain.uuid, domain])), at};
		},
		replies: () => ({
			fresh: withoutGone(fresh, gone, present),
			present: present && {...present, domains: withoutGone(present.domains, gone, present)},
			quarantined: quarantine.all(),
			// Where no domain answers, one sentence says it all.
			refused: fresh.size === 0 && refusal !== undefined ? new Map() : refused,
			refusal: fresh.size === 0 ? refusal : undefined,
		}),
	};
};
