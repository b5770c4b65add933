/** The fake daemon's own reading and writing of libvirt's wire: nothing of it is shared with the program. */

export type FakeReader = {
	readonly int: () => number;
	readonly unsigned: () => number;
	readonly string: () => string;
	readonly uuid: () => string;
	/** Fails where something is left. */
	readonly end: () => void;
};

/** Strict: whatever is odd throws. */
export const createFakeReader = (bytes: Buffer): FakeReader => {
	let at = 0;
	const take = (length: number): Buffer => {
		if (at + length > bytes.length) {
			throw new Error(`ends after ${bytes.length} bytes, ${at + length} were expected`);
		}

		at += length;
		return bytes.subarray(at - length, at);
	};
	const unsigned = () => take(4).readUInt32BE();
	return {
		int: () => take(4).readInt32BE(),
		unsigned,
		string: () => {
			const length = unsigned();
			const text = take(length);
			const padding = take((4 - (length % 4)) % 4);
			if (padding.some((byte) => byte !== 0) || !text.equals(Buffer.from(text.toString()))) {
				throw new Error(`an odd string ${text.toString('hex')} ${padding.toString('hex')}`);
			}

			return text.toString();
		},
		uuid: () =>
			take(16)
				.toString('hex')
				.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
		end: () => {
			if (at !== bytes.length) {
				throw new Error(`${bytes.length - at} bytes too many`);
			}
		},
	};
};

/** What goes into a reply, in order. `hyper` of undefined is −1. */
export const xdr = {
	int: (value: number): Buffer => {
		const bytes = Buffer.alloc(4);
		bytes.writeInt32BE(value);
		return bytes;
	},
	unsigned: (value: number): Buffer => {
		const bytes = Buffer.alloc(4);
		bytes.writeUInt32BE(value);
		return bytes;
	},
	hyper: (value: number | bigint | undefined): Buffer => {
		const bytes = Buffer.alloc(8);
		bytes.writeBigInt64BE(BigInt.asIntN(64, BigInt(value ?? -1)));
		return bytes;
	},
	double: (value: number): Buffer => {
		const bytes = Buffer.alloc(8);
		bytes.writeDoubleBE(value);
		return bytes;
	},
	string: (text: string | Buffer): Buffer => {
		const bytes = Buffer.from(text as string);
		return Buffer.concat([xdr.unsigned(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
	},
	optionalString: (text: string | undefined): Buffer =>
		text === undefined ? xdr.unsigned(0) : Buffer.concat([xdr.unsigned(1), xdr.string(text)]),
	list: (items: readonly Buffer[]): Buffer => Buffer.concat([xdr.unsigned(items.length), ...items]),
} as const;

export type FakeValue = number | bigint | string | boolean | undefined;

const isUnsigned = /(?:^|\.)(?:count|current|maximum|backingIndex)$/;

/** A typed parameter; its type follows from the value and, as in libvirt, from the name. Undefined is the u64 −1. */
export const typedParameter = (field: string, value: FakeValue): Buffer => {
	const [type, bytes] =
		typeof value === 'string'
			? [7, xdr.string(value)]
			: typeof value === 'boolean'
				? [6, xdr.int(value ? 1 : 0)]
				: typeof value === 'number' && !Number.isInteger(value)
					? [5, xdr.double(value)]
					: /^state\./.test(field) || field === 'operation'
						? [1, xdr.int(Number(value))]
						: isUnsigned.test(field) && !field.startsWith('balloon.')
							? [2, xdr.unsigned(Number(value))]
							: value !== undefined && value < 0
								? [3, xdr.hyper(value)]
								: [4, xdr.hyper(value)];
	return Buffer.concat([xdr.string(field), xdr.int(type as number), bytes as Buffer]);
};

/** The layout of an error as captured: level 2, no domain, a template and its argument, −1 twice, no network. */
export const errorPayload = (code: number, message: string): Buffer =>
	Buffer.concat([
		xdr.int(code),
		xdr.int(10),
		xdr.optionalString(message),
		xdr.int(2),
		xdr.unsigned(0),
		xdr.optionalString('%s'),
		xdr.optionalString(message),
		xdr.unsigned(0),
		xdr.int(-1),
		xdr.int(-1),
		xdr.unsigned(0),
	]);

export const remoteProgram = 0x20008086;
export const keepAliveProgram = 0x6b656570;

export type FakePacket = {
	readonly program: number;
	readonly procedure: number;
	readonly type: number;
	readonly serial: number;
	readonly status: number;
	readonly payload: Buffer;
};

export const fakePacket = (packet: Partial<FakePacket>): Buffer => {
	const {program = remoteProgram, procedure = 0, type = 1, serial = 0, status = 0, payload} = packet;
	const body = payload ?? Buffer.alloc(0);
	return Buffer.concat([
		...[28 + body.length, program, 1, procedure, type, serial, status].map(xdr.unsigned),
		body,
	]);
};

/** Whole packets of what came so far. @returns them, and what is left. */
export const splitPackets = (
	bytes: Buffer,
): {readonly packets: readonly FakePacket[]; readonly rest: Buffer} => {
	const packets: FakePacket[] = [];
	let rest = bytes;
	while (rest.length >= 4 && rest.length >= rest.readUInt32BE(0)) {
		const length = rest.readUInt32BE(0);
		if (length < 28 || length > 33_554_436 || rest.readUInt32BE(8) !== 1) {
			throw new Error(`a packet of ${length} bytes`);
		}

		packets.push({
			program: rest.readUInt32BE(4),
			procedure: rest.readUInt32BE(12),
			type: rest.readUInt32BE(16),
			serial: rest.readUInt32BE(20),
			status: rest.readUInt32BE(24),
			payload: Buffer.from(rest.subarray(28, length)),
		});
		rest = rest.subarray(length);
	}

	return {packets, rest};
};
