import type {RemoteDomain} from '../remote/remote-domain.ts';
import type {StatsRecord} from '../remote/stats-record.ts';
import type {Extent} from './answers.ts';

/** How the domains of one hypervisor are asked. */
export type Questions = {
	/** Of some domains in one call, or of all: an empty list. */
	readonly bulk: (domains: readonly RemoteDomain[]) => Promise<readonly StatsRecord[]>;
	/** Has this hypervisor no such call? */
	readonly lacksBulk: () => boolean;
	/** Does the bulk call wait for a domain that something holds? */
	readonly bulkWaits: () => boolean;
	/** Of one domain. */
	readonly one: (domain: RemoteDomain) => Promise<StatsRecord>;
	readonly extentOf: (record: StatsRecord) => Extent;
};
