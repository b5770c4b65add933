import {knownNumber} from '../../../source/model/known-count.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {createXdrWriter, type XdrWriter} from '../wire/xdr-writer.ts';
import type {RemoteDomain} from './remote-domain.ts';

/** Of sixteen bytes: lower case with dashes. */
export const uuidText = (bytes: Buffer): string => {
	const digits = bytes.toString('hex');
	return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
};

/** The sixteen bytes of such a text. */
export const uuidBytes = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');

/** Bytes of the shortest remote_nonnull_domain. */
export const domainLength = 24;
/** Domains in one message (REMOTE_DOMAIN_LIST_MAX). */
export const domainLimit = 16_384;

/** Bytes of a name that are kept: QEMU's domains have 255 at most, as their names are those of files. */
const nameLength = 1024;

const notRunning = -1;

export const writeDomain = (writer: XdrWriter, {name, uuid, id}: RemoteDomain): XdrWriter =>
	writer
		.string(name)
		.opaque(uuidBytes(uuid))
		.int(id ?? notRunning);

/** The arguments of a call about one domain, to which others may be added. */
export const domainArguments = (domain: RemoteDomain): XdrWriter => writeDomain(createXdrWriter(), domain);

/** @throws WireFault */
export const readDomain = (reader: XdrReader): RemoteDomain => {
	const name = reader.string(nameLength);
	const uuid = uuidText(reader.opaque(16));
	// −1 says that it does not run, and no other negative number is an id.
	return {name, uuid, id: knownNumber(reader.int())};
};
