import type {CounterName} from '../../../source/model/counters.ts';

/** How libvirt names a counter. */
type CounterField = {
	/** In the bulk call, after `block.N` or `net.N` (virConnectGetAllDomainStats). */
	readonly bulk: string;
	/** In the call for one device: VIR_DOMAIN_BLOCK_STATS_*, and the members of virDomainInterfaceStatsStruct. */
	readonly single: string;
};

/** The model's counters for which libvirt has a field, in the model's order. Times are nanoseconds in the fields. */
export const counterFields = {
	disk: {
		readBytes: {bulk: 'rd.bytes', single: 'rd_bytes'},
		writeBytes: {bulk: 'wr.bytes', single: 'wr_bytes'},
		readRequests: {bulk: 'rd.reqs', single: 'rd_operations'},
		writeRequests: {bulk: 'wr.reqs', single: 'wr_operations'},
		flushRequests: {bulk: 'fl.reqs', single: 'flush_operations'},
		/** `block.N.errors` is domtop's own field: libvirt documents it and never sends it. */
		errors: {bulk: 'errors', single: 'errs'},
		readTimeSeconds: {bulk: 'rd.times', single: 'rd_total_times'},
		writeTimeSeconds: {bulk: 'wr.times', single: 'wr_total_times'},
		flushTimeSeconds: {bulk: 'fl.times', single: 'flush_total_times'},
	},
	nic: {
		receiveBytes: {bulk: 'rx.bytes', single: 'rx_bytes'},
		transmitBytes: {bulk: 'tx.bytes', single: 'tx_bytes'},
		receivePackets: {bulk: 'rx.pkts', single: 'rx_packets'},
		transmitPackets: {bulk: 'tx.pkts', single: 'tx_packets'},
		receiveErrors: {bulk: 'rx.errs', single: 'rx_errs'},
		transmitErrors: {bulk: 'tx.errs', single: 'tx_errs'},
		receiveDrops: {bulk: 'rx.drop', single: 'rx_drop'},
		transmitDrops: {bulk: 'tx.drop', single: 'tx_drop'},
	},
} as const satisfies {
	readonly [Group in 'disk' | 'nic']: Readonly<Partial<Record<CounterName<Group>, CounterField>>>;
};

/** A kind of device in this table. */
export type FieldGroup = keyof typeof counterFields;

/** The name of a counter that libvirt has a field for. */
export type FieldName<Group extends FieldGroup> = keyof (typeof counterFields)[Group];

/** Each counter of a group with its fields, in the order of the table. */
export const counterFieldEntries = <Group extends FieldGroup>(
	group: Group,
): readonly (readonly [counter: FieldName<Group>, field: CounterField])[] =>
	Object.entries(counterFields[group]) as [FieldName<Group>, CounterField][];
