import type {XdrValue} from '../wire/xdr-value.ts';
import type {RemoteDomain} from './remote-domain.ts';

/**
What is known of one domain, in the words of the bulk call (`state.state`, `block.0.rd.bytes`, …;
virConnectGetAllDomainStats). A field that is missing is unknown, as is one without a value.
*/
export type StatsRecord = {
	readonly domain: RemoteDomain;
	readonly fields: readonly string[];
	/** In the order of `fields`. */
	readonly values: readonly XdrValue[];
	/** The question left vCPUs out, so a record without them says nothing of them; undefined: it asked for them. */
	readonly withoutVcpus?: true;
};
