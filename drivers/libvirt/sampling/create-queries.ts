import {createLifetime} from '../../../source/async/lifetime.ts';
import {statsGroup} from '../calls/remote.ts';
import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {DomainAsker} from '../mapping/ask-domain.ts';
import {isReduced} from '../mapping/is-reduced.ts';
import {createBulkQuery} from './bulk-query.ts';
import type {ConnectionPair} from './connection-pair.ts';
import type {Queries} from './queries.ts';
import type {Completeness} from './replies.ts';
import type {XmlCache} from './xml-cache.ts';

/** The test driver's bulk call reports states and I/O threads only (test_driver.c). */
const stateOnlyHypervisor = 'TEST';

const groups =
	statsGroup.state |
	statsGroup.cpu |
	statsGroup.balloon |
	statsGroup.vcpu |
	statsGroup.interface |
	statsGroup.block;

/** Makes the calls for one hypervisor. */
export const createQueries = (
	hypervisor: string,
	pair: ConnectionPair,
	xmlCache: XmlCache,
	asker: DomainAsker,
): Queries => {
	const bulk = createBulkQuery(pair.remote);
	/** Never fires. A query that began goes on to its end, as the next reply of that domain comes sooner then. */
	const {signal} = createLifetime();
	const isStateOnly = hypervisor === stateOnlyHypervisor;

	const completenessOf = (record: StatsRecord): Completeness => {
		if (isReduced(record, hypervisor)) {
			return 'partial';
		}

		return isStateOnly && !record.fields.includes('cpu.time') ? 'state-only' : 'full';
	};

	return {
		completenessOf,
		bulk: (domains) => bulk.ask(domains, groups),
		lacksBulk: () => bulk.isThere() === false,
		bulkWaits: bulk.waits,
		async one(domain) {
			if (isStateOnly || bulk.isThere() === false) {
				const description = xmlCache.of(domain) ?? (await xmlCache.read(domain, signal));
				return asker.ask(domain, {description, signal});
			}

			const [record] = await bulk.ask([domain], groups);
			if (!record) {
				throw new RemoteError(remoteErrorCode.noDomain, `${domain.name} is gone.`);
			}

			return record;
		},
	};
};
