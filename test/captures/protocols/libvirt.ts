import {type Protocol, splitByLength} from './protocol.ts';

/** Places of the header's words, and values of them (virnetprotocol.x, virNetMessageHeader; virkeepaliveprotocol.x). */
const word = {length: 0, program: 4, procedure: 12, type: 16, serial: 20, status: 24} as const;
const headerLength = 28;
const keepAlive = 0x6b_65_65_70;
const ping = 1;
const event = 2;
const reply = 1;
const failed = 1;

const read = (message: Buffer, name: keyof typeof word): number => message.readUInt32BE(word[name]);

const string = (text: string): Buffer => {
	const bytes = Buffer.from(text);
	const padded = Buffer.alloc(4 + Math.ceil(bytes.length / 4) * 4);
	padded.writeUInt32BE(bytes.length);
	bytes.copy(padded, 4);
	return padded;
};

const words = (...values: readonly number[]): Buffer => {
	const bytes = Buffer.alloc(values.length * 4);
	for (const [index, value] of values.entries()) {
		bytes.writeUInt32BE(value, index * 4);
	}

	return bytes;
};

/** remote_error of remote_protocol.x: VIR_ERR_RPC from VIR_FROM_RPC at the level of an error. */
const errorOf = (text: string): Buffer =>
	Buffer.concat([words(39, 7, 1), string(text), words(2, 0, 0, 0, 0, 0, 0, 0)]);

const withSerial = (request: Buffer, message: Buffer): Buffer => {
	const copy = Buffer.from(message);
	copy.writeUInt32BE(read(request, 'serial'), word.serial);
	return copy;
};

/** libvirt's RPC (virnetprotocol.x). A ping of either side has no serial: the next pong of the other side answers it. */
export const libvirt: Protocol = {
	name: 'libvirt',
	split: () => splitByLength((bytes) => (bytes.length < 4 ? undefined : bytes.readUInt32BE(word.length))),
	question: (request) =>
		[
			read(request, 'program').toString(16),
			read(request, 'procedure'),
			request.subarray(headerLength).toString('hex'),
		].join(' '),
	id: (message, side) => {
		if (read(message, 'program') === keepAlive) {
			const isPing = read(message, 'procedure') === ping;
			return isPing === (side === 'request') ? 'alive' : undefined;
		}

		return read(message, 'type') === event ? undefined : String(read(message, 'serial'));
	},
	wantsAnswer: (request) => read(request, 'program') !== keepAlive || read(request, 'procedure') === ping,
	inAnswerTo: withSerial,
	refusal: (request, text) => {
		const payload = errorOf(text);
		const header = words(
			headerLength + payload.length,
			read(request, 'program'),
			1,
			read(request, 'procedure'),
			reply,
			read(request, 'serial'),
			failed,
		);
		return Buffer.concat([header, payload]);
	},
};
