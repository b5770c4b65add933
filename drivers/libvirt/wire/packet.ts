import {WireFault} from './wire-fault.ts';

/** Programs of one conversation (remote_protocol.x, virkeepaliveprotocol.x). Each has version 1. */
export const programs = {remote: 0x20_00_80_86, keepAlive: 0x6b_65_65_70} as const;

/** virNetMessageType. */
export const packetTypes = {
	call: 0,
	reply: 1,
	message: 2,
	stream: 3,
	callWithFds: 4,
	replyWithFds: 5,
	streamHole: 6,
} as const;

/** virNetMessageStatus. */
export const packetStatus = {ok: 0, error: 1, continue: 2} as const;

/** One message of libvirt's RPC, either way (virnetprotocol.x, virNetMessageHeader). */
export type Packet = {
	readonly program: number;
	/** Undefined in a packet to be sent: 1. */
	readonly version?: number;
	readonly procedure: number;
	readonly type: number;
	/** Chosen by the caller and repeated in the reply. 0 in a packet that comes unasked. */
	readonly serial: number;
	readonly status: number;
	readonly payload: Buffer;
};

/** Bytes of the length word. The length counts them too. */
export const lengthWordLength = 4;

/** Bytes of the length word and the header: the length of the shortest packet. */
export const headerLength = 28;

/** Bytes of the longest packet (VIR_NET_MESSAGE_MAX and the length word). */
export const packetLengthLimit = 33_554_432 + lengthWordLength;

export const encodePacket = ({program, procedure, type, serial, status, payload}: Packet): Buffer => {
	const bytes = Buffer.allocUnsafe(headerLength + payload.length);
	const words = [bytes.length, program, 1, procedure, type, serial, status];
	for (const [index, word] of words.entries()) {
		bytes.writeUInt32BE(word, index * 4);
	}

	payload.copy(bytes, headerLength);
	return bytes;
};

/**
The length that a packet's first word gives.
@param more what came after `bytes`
@throws WireFault where no packet can have that length
*/
export const packetLength = (bytes: Buffer, offset: number, more: Buffer = Buffer.alloc(0)): number => {
	const length = bytes.readUInt32BE(offset);
	if (length < headerLength || length > packetLengthLimit) {
		throw new WireFault(`a message of ${length} bytes`, Buffer.concat([bytes.subarray(offset), more]));
	}

	return length;
};

/** @param bytes one whole packet. The payload is a part of these bytes, not a copy. @throws WireFault */
export const decodePacket = (bytes: Buffer): Packet => {
	const type = bytes.readUInt32BE(16);
	if (type > packetTypes.streamHole) {
		throw new WireFault(`a message of the unknown type ${type}`);
	}

	return {
		program: bytes.readUInt32BE(4),
		version: bytes.readUInt32BE(8),
		procedure: bytes.readUInt32BE(12),
		type,
		serial: bytes.readUInt32BE(20),
		status: bytes.readUInt32BE(24),
		payload: bytes.subarray(headerLength),
	};
};
