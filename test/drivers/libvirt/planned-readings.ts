import {readDomain} from '../../../drivers/libvirt/calls/domain-codec.ts';
import type {StatsRecord} from '../../../drivers/libvirt/calls/stats-record.ts';
import {createStatsRecords} from '../../../drivers/libvirt/calls/stats-records.ts';
import {createDomainOf} from '../../../drivers/libvirt/mapping/domain.ts';
import type {DomainContext} from '../../../drivers/libvirt/mapping/domain-input.ts';
import {createTypedParametersReader} from '../../../drivers/libvirt/wire/typed-parameters.ts';
import {WireFault} from '../../../drivers/libvirt/wire/wire-fault.ts';
import {createXdrReader, type XdrReader} from '../../../drivers/libvirt/wire/xdr-reader.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {plainOf} from '../../helpers/plain-of.ts';
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

type ReadRecords = (reader: XdrReader) => readonly StatsRecord[];

const createReader = (readRecords: ReadRecords): ReplyReader => {
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

/** Compares each reply with the replies before. */
export const createReplyReader = (): ReplyReader => createReader(createStatsRecords());

/** Takes every reply apart, as if it were the first. */
export const createForgetfulReader = (): ReplyReader => {
	const parameters = createTypedParametersReader();
	return createReader((reader) =>
		reader.array(16_384, 28, () => {
			const domain = readDomain(reader);
			const {fields, values} = parameters.read(reader, 262_144);
			return {domain, fields, values};
		}),
	);
};

export const plainReading = (read: ReadAs): unknown => (read === 'no reply' ? read : plainOf(read.domains));
