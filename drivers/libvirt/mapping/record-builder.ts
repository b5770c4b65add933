import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {XdrValue} from '../wire/xdr-value.ts';

/** Collects fields under the bulk call's names. */
export type RecordBuilder = {
	/** Adds one field. Of two values under one name the later counts. */
	readonly add: (field: string, value: XdrValue) => void;
	/** Adds several fields below one prefix: `block.0` and `rd.bytes` make `block.0.rd.bytes`. */
	readonly addAll: (prefix: string, values: Readonly<Record<string, XdrValue>>) => void;
	readonly record: () => StatsRecord;
};

/** @param start the record that is known already. Undefined: none */
export const createRecordBuilder = (domain: RemoteDomain, start: StatsRecord | undefined): RecordBuilder => {
	const fields = [...(start?.fields ?? [])];
	const values = [...(start?.values ?? [])];

	const add = (field: string, value: XdrValue) => {
		fields.push(field);
		values.push(value);
	};

	return {
		add,
		addAll(prefix, named) {
			for (const [name, value] of Object.entries(named)) {
				add(`${prefix}.${name}`, value);
			}
		},
		record: () => ({domain: start?.domain ?? domain, fields, values}),
	};
};
