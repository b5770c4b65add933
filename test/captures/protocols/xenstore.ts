import {type Protocol, splitByLength} from './protocol.ts';

/** Types and header of Xen's public io/xs_wire.h: type, req_id, tx_id, len. */
const types = {watch: 4, watchEvent: 15, error: 16} as const;
const headerLength = 16;

const typeOf = (message: Buffer): number => message.readUInt32LE(0);
const payloadOf = (message: Buffer): string => message.toString('latin1', headerLength);

/** xenstored's protocol. It sends the first event of a watch because the watch was set: path and token are the request's. */
export const xenstore: Protocol = {
	name: 'xenstore',
	split: () =>
		splitByLength((bytes) =>
			bytes.length < headerLength ? undefined : headerLength + bytes.readUInt32LE(12),
		),
	question: (request) => `${typeOf(request)} ${payloadOf(request).replaceAll('\0', ' ')}`,
	id: (message) => (typeOf(message) === types.watchEvent ? undefined : String(message.readUInt32LE(4))),
	cause: (message) =>
		typeOf(message) === types.watchEvent
			? `${types.watch} ${payloadOf(message).replaceAll('\0', ' ')}`
			: undefined,
	wantsAnswer: () => true,
	inAnswerTo: (request, message) => {
		const copy = Buffer.from(message);
		if (typeOf(message) !== types.watchEvent) {
			copy.writeUInt32LE(request.readUInt32LE(4), 4);
		}

		return copy;
	},
	refusal: (request) => {
		const payload = Buffer.from('EINVAL\0');
		const bytes = Buffer.alloc(headerLength + payload.length);
		bytes.writeUInt32LE(types.error, 0);
		bytes.writeUInt32LE(request.readUInt32LE(4), 4);
		bytes.writeUInt32LE(payload.length, 12);
		payload.copy(bytes, headerLength);
		return bytes;
	},
};
