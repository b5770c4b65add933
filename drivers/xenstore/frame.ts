/** Types of messages (Xen's public io/xs_wire.h, xsd_sockmsg_type): requests and their replies, events and errors. */
export const frameTypes = {
	directory: 1,
	read: 2,
	watch: 4,
	unwatch: 5,
	watchEvent: 15,
	error: 16,
	directoryPart: 22,
} as const;

/** The highest type of xs_wire.h, with room for future types: a message of a higher type is not xenstored's. */
export const lastFrameType = 63;

/** One message of the xenstore protocol, either way. It is never part of a transaction. */
export type Frame = {
	readonly type: number;
	/** Chosen by the client, repeated in the reply. */
	readonly requestId: number;
	readonly payload: Buffer;
};

/** type, req_id, tx_id, len: four times u32, in the order of the machine, which is little-endian wherever Xen runs. */
export const headerLength = 16;

export const encodeFrame = ({type, requestId, payload}: Frame): Buffer => {
	const frame = Buffer.alloc(headerLength + payload.length);
	frame.writeUInt32LE(type, 0);
	frame.writeUInt32LE(requestId, 4);
	frame.writeUInt32LE(payload.length, 12);
	payload.copy(frame, headerLength);
	return frame;
};

/** Encodes the texts of a request, each ended by a zero. */
export const encodeTexts = (texts: readonly string[]): Buffer =>
	Buffer.from(texts.map((text) => `${text}\0`).join(''));

/** Decodes the texts of a reply, each ended by a zero; bytes after the last zero are left out. */
export const decodeTexts = (payload: Buffer): readonly string[] =>
	payload.toString().split('\0').slice(0, -1);
