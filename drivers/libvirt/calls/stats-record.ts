import type {XdrValue} from '../wire/xdr-value.ts';
import type {RemoteDomain} from './remote-domain.ts';

/**
What is known of one domain, under the bulk call's field names (`state.state`, `block.0.rd.bytes`, …;
virConnectGetAllDomainStats). A field that is missing is unknown, and so is a field without a value.
*/
export type StatsRecord = {
	readonly domain: RemoteDomain;
	readonly fields: readonly string[];
	/** In the order of `fields`. */
	readonly values: readonly XdrValue[];
};
