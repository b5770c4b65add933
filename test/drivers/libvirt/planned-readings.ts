import {createStatsRecords} from '../../../drivers/libvirt/calls/stats-records.ts';
import {createDomainOf} from '../../../drivers/libvirt/mapping/domain.ts';
import type {DomainContext} from '../../../drivers/libvirt/mapping/domain-input.ts';
import {WireFault} from '../../../drivers/libvirt/wire/wire-fault.ts';
import {createXdrReader} from '../../../drivers/libvirt/wire/xdr-reader.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {plainOf} from '../../helpers/view-equality.ts';
import {type FakeValue, typedParameter, xdr} from './fake-wire.ts';

/** What the bulk call tells of one domain. */
export type ToldDomain = {
	readonly name: string;
	/** 32 digits. */
	readonly uuid: string;
	readonly id: number;
	readonly stats: readonly (readonly [field: string, value: FakeValue])[];
};

export const recordBytes = ({name, uuid, id, stats}: ToldDomain): Buffer =>
	Buffer.concat([
		xdr.string(name),
		Buffer.from(uuid, 'hex'),
		xdr.int(id),
		xdr.list(stats.map(([field, value]) => typedParameter(field, value))),
	]);

/** The payload of a reply of the bulk call. */
export const replyBytes = (records: readonly Buffer[]): Buffer => xdr.list(records);

/** What a reply was read as: all that is said of its domains, or that it is no reply. */
export type ReadAs = {readonly domains: readonly Domain[]} | 'no reply';

/** Reads replies one after the other. */
export type ReplyReader = (payload: Buffer, context: (uuid: string) => DomainContext) => ReadAs;

export const createReplyReader = (): ReplyReader => {
	const readRecords = createStatsRecords();
	const domainOf = createDomainOf();
	return (payload, context) => {
		try {
			const reader = createXdrReader(payload);
			const records = readRecords(reader);
			reader.end();
			return {domains: records.map((record) => domainOf(record, context(record.domain.uuid)))};
		} catch (error) {
			if (error instanceof WireFault) {
				return 'no reply';
			}

			throw error;
		}
	};
};

/** Reads every reply as if it were the first. */
export const forgetfulReader: ReplyReader = (payload, context) => createReplyReader()(payload, context);

export const plainReading = (read: ReadAs): unknown => (read === 'no reply' ? read : plainOf(read.domains));
