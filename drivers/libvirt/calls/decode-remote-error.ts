import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {RemoteError} from './remote-error.ts';

/** How many characters of the daemon's words are kept. */
const wordLimit = textLimits.sentence;

/**
Reads the payload of a reply with an error (virnetprotocol.x, virNetMessageError). The message is libvirt's whole sentence;
what follows it is left unread. @throws WireFault
*/
export const decodeRemoteError = (reader: XdrReader): RemoteError => {
	const code = reader.int();
	reader.skip(4);
	const message = reader.optional(() => reader.string(4 * wordLimit)) ?? '';
	// Some messages end with QEMU's last words, which have several lines.
	const words = message
		.slice(0, 2 * wordLimit)
		.trim()
		.replaceAll(/\s+/g, ' ');
	return new RemoteError(code, cleanText(words === '' ? `error ${code} without a word` : words, wordLimit));
};
