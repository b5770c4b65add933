import {createTypedParametersReader} from '../wire/typed-parameters.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {createXdrWriter} from '../wire/xdr-writer.ts';
import {domainLength, domainLimit, readDomain, writeDomain} from './domain-codec.ts';
import {procedures} from './procedures.ts';
import type {Remote} from './remote.ts';
import type {RpcClient} from './rpc-client.ts';
import type {StatsRecord} from './stats-record.ts';

/** How many parameters one domain may have (REMOTE_CONNECT_GET_ALL_DOMAIN_STATS_MAX). */
const parameterLimit = 262_144;
/** Bytes of a domain and the count of its parameters. */
const recordLength = domainLength + 4;

/** The calls about all domains at once. */
export const createBulkCalls = ({call}: RpcClient): Pick<Remote, 'bulkStats' | 'listDomains'> => {
	const parameters = createTypedParametersReader();

	const readRecord = (reader: XdrReader): StatsRecord => {
		const domain = readDomain(reader);
		const {fields, values} = parameters.read(reader, parameterLimit);
		return {domain, fields, values};
	};

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
					decode: (reader) => reader.array(domainLimit, recordLength, () => readRecord(reader)),
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
