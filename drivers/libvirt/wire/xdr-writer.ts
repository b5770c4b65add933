/** Writes values in XDR (RFC 4506) one after the other. */
export type XdrWriter = {
	/** 32 bits with a sign. */
	readonly int: (value: number) => XdrWriter;
	/** 32 bits without a sign. */
	readonly unsigned: (value: number) => XdrWriter;
	/** Writes the length before the text. */
	readonly string: (text: string) => XdrWriter;
	/** Writes bytes whose length both ends know. */
	readonly opaque: (bytes: Uint8Array) => XdrWriter;
	readonly bytes: () => Buffer;
};

const word = (value: number): Buffer => {
	const bytes = Buffer.allocUnsafe(4);
	bytes.writeUInt32BE(value >>> 0);
	return bytes;
};

/** Zeros up to the next word. */
const padding = (length: number): Buffer => Buffer.alloc(-length & 3);

export const createXdrWriter = (): XdrWriter => {
	const parts: Uint8Array[] = [];
	const writer: XdrWriter = {
		int: (value) => {
			parts.push(word(value));
			return writer;
		},
		unsigned: (value) => {
			parts.push(word(value));
			return writer;
		},
		string: (text) => {
			const bytes = Buffer.from(text);
			return writer.unsigned(bytes.length).opaque(bytes);
		},
		opaque: (bytes) => {
			parts.push(bytes, padding(bytes.length));
			return writer;
		},
		bytes: () => Buffer.concat(parts),
	};
	return writer;
};
