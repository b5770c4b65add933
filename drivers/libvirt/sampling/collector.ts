import type {RemoteDomain} from '../remote/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../remote/remote-error.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Answer, Answers, Extent} from './answers.ts';
import type {Outcome} from './flight.ts';
import type {Suspects} from './suspects.ts';

/** Puts together what one refresh is told. */
export type Collector = {
	/** A question landed. @param uuid of the one domain it was about; absent: of all. @throws what says that the connection ended */
	readonly take: (outcome: Outcome<readonly StatsRecord[]>, uuid?: string) => void;
	readonly present: (domains: readonly RemoteDomain[]) => void;
	/** What was asked of all was refused. @throws what says that the connection ended */
	readonly refuse: (error: unknown) => void;
	readonly isRefused: () => boolean;
	readonly answers: () => Answers;
};

export const createCollector = (suspects: Suspects, extentOf: (record: StatsRecord) => Extent): Collector => {
	const fresh = new Map<string, Answer>();
	const refused = new Map<string, string>();
	const gone = new Set<string>();
	let present: readonly string[] | undefined;
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
		isRefused: () => refusal !== undefined,
		take(outcome, uuid) {
			if ('error' in outcome) {
				refuse(outcome.error, uuid);
				return;
			}

			for (const record of outcome.answer) {
				const extent = extentOf(record);
				fresh.set(record.domain.uuid, {record, at: outcome.at, wall: outcome.wall, extent});
				if (extent !== 'held') {
					suspects.clear(record.domain.uuid);
				} else if (suspects.left() > 0) {
					suspects.accuse(record.domain.uuid);
				}
			}
		},
		present(domains) {
			present = domains.map(({uuid}) => uuid);
		},
		answers: () => ({
			fresh,
			present: present && new Set(present.filter((uuid) => !gone.has(uuid))),
			suspects: suspects.all(),
			// Where nobody answers, one sentence says it all.
			refused: fresh.size === 0 && refusal !== undefined ? new Map() : refused,
			refusal: fresh.size === 0 ? refusal : undefined,
		}),
	};
};
