import type {RecordTemplate} from '../wire/record-template.ts';
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
	/** What the record was compared with: all but its numbers is the same. Undefined: it was compared with nothing. */
	readonly template?: RecordTemplate | undefined;
	/** The number in a field, where there is a template. Undefined: unknown. */
	readonly number?: (place: number) => number | undefined;
};
