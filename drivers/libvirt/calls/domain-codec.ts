import {knownNumber} from '../../../source/model/known-count.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {createXdrWriter, type XdrWriter} from '../wire/xdr-writer.ts';
import type {RemoteDomain} from './remote-domain.ts';

/** The text of a uuid of sixteen bytes: lower case with dashes. */
const uuidText = (bytes: Buffer): string => {
	const digits = bytes.toString('hex');
	return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
};

/** The sixteen bytes of a uuid's text. */
const uuidBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');

/** Bytes of the shortest remote_nonnull_domain. */
export const domainLength = 24;
/** How many domains one message may hold (REMOTE_DOMAIN_LIST_MAX). */
export const domainLimit = 16_384;

/** How many bytes of a name are kept. Names of QEMU's domains have 255 at most, as they are names of files. */
const nameLength = 1024;

const notRunning = -1;

export const writeDomain = (writer: XdrWriter, {name, uuid, id}: RemoteDomain): XdrWriter =>
	writer
		.string(name)
		.opaque(uuidBytes(uuid))
		.int(id ?? notRunning);

/** The arguments of a call about one domain. Other arguments may be added. */
export const domainArguments = (domain: RemoteDomain): XdrWriter => writeDomain(createXdrWriter(), domain);

/** @throws WireFault */
export const readDomain = (reader: XdrReader): RemoteDomain => {
	const name = reader.string(nameLength);
	const uuid = uuidText(reader.opaque(16));
	// −1 says that the domain does not run. No other negative number is an id.
	return {name, uuid, id: knownNumber(reader.int())};
};
