import {createXdrWriter} from '../wire/xdr-writer.ts';
import {domainLength, domainLimit, readDomain, writeDomain} from './domain-codec.ts';
import {procedures} from './procedures.ts';
import type {Remote} from './remote.ts';
import type {RpcClient} from './rpc-client.ts';
import {createStatsRecords} from './stats-records.ts';

/** The calls about all domains at once. */
export const createBulkCalls = ({call}: RpcClient): Pick<Remote, 'bulkStats' | 'listDomains'> => {
	const readRecords = createStatsRecords();

	return {
		bulkStats: ({domains, groups, flags}, options) => {
			const writer = createXdrWriter().unsigned(domains.length);
			for (const domain of domains) {
				writeDomain(writer, domain);
			}

			return call(
				{
					procedure: procedures.connectGetAllDomainStats,
					payload: writer.unsigned(groups).unsigned(flags).bytes(),
					decode: readRecords,
				},
				options,
			);
		},
		listDomains: (options) =>
			call(
				{
					procedure: procedures.connectListAllDomains,
					// 1 asks for the list itself and not only for its length, 3 for active (1) and inactive (2) domains.
					payload: createXdrWriter().int(1).unsigned(3).bytes(),
					decode: (reader) => {
						const domains = reader.array(domainLimit, domainLength, () => readDomain(reader));
						reader.skip(4);
						return domains;
					},
				},
				options,
			),
	};
};
