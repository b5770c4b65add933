import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {RemoteError} from './remote-error.ts';

/** Characters of the daemon's words that are kept. */
const wordLimit = textLimits.sentence;

/**
The payload of a reply with an error (virnetprotocol.x, virNetMessageError). Its message is libvirt's whole sentence; what
follows it is left unread. @throws WireFault
*/
export const decodeRemoteError = (reader: XdrReader): RemoteError => {
	const code = reader.int();
	reader.skip(4);
	const message = reader.optional(() => reader.string(4 * wordLimit)) ?? '';
	// QEMU's last words, which some of its messages end with, have several lines.
	const words = message
		.slice(0, 2 * wordLimit)
		.trim()
		.replaceAll(/\s+/g, ' ');
	return new RemoteError(code, cleanText(words === '' ? `error ${code} without a word` : words, wordLimit));
};
