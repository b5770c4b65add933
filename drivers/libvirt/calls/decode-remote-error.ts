import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {RemoteError} from './remote-error.ts';

/** How many characters of the daemon's message are kept. */
const textLimit = textLimits.sentence;

/**
Reads the payload of a reply with an error (virnetprotocol.x, virNetMessageError). The message is libvirt's whole sentence;
what follows it is left unread. @throws WireFault
*/
export const decodeRemoteError = (reader: XdrReader): RemoteError => {
	const code = reader.int();
	reader.skip(4);
	const message = reader.optional(() => reader.string(4 * textLimit)) ?? '';
	// Some messages end with QEMU's last output, which have several lines.
	const text = message
		.slice(0, 2 * textLimit)
		.trim()
		.replaceAll(/\s+/g, ' ');
	return new RemoteError(code, cleanText(text === '' ? `error ${code} without a message` : text, textLimit));
};
