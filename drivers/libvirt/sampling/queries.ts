import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {Completeness} from './replies.ts';

/** The calls that query the domains of one hypervisor. */
export type Queries = {
	/** The bulk call: queries these domains, or all domains where the list is empty. */
	readonly bulk: (domains: readonly RemoteDomain[]) => Promise<readonly StatsRecord[]>;
	/** Whether this hypervisor is known to have no bulk call. */
	readonly lacksBulk: () => boolean;
	/** Whether the bulk call waits for a domain that something holds. */
	readonly bulkWaits: () => boolean;
	/** Queries one domain. */
	readonly one: (domain: RemoteDomain) => Promise<StatsRecord>;
	readonly completenessOf: (record: StatsRecord) => Completeness;
};
