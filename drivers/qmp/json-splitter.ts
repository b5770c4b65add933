import {QmpFault} from './qmp-fault.ts';

/** Takes bytes as they come and gives the JSON objects that these bytes complete. Throws a QmpFault (`garbled`). */
export type JsonSplitter = {
	/**
	Takes the next bytes, and keeps none of their memory.
	@returns the texts of the objects that end in them. @throws QmpFault
	*/
	readonly push: (chunk: Uint8Array) => readonly string[];
	/** Whether an object has begun and not ended yet. */
	readonly isOpen: () => boolean;
};

/** Bounds of one object. An object beyond a bound is a QmpFault (`garbled`). */
export type JsonSplitterOptions = {
	/** Longest object taken, bytes. */
	readonly byteLimit: number;
	/** Deepest nesting taken. */
	readonly depthLimit: number;
	/** Most values in one object, including values of nested objects. */
	readonly valueLimit: number;
};

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const [openBrace, closeBrace] = [0x7b, 0x7d];
const [openBracket, closeBracket] = [0x5b, 0x5d];
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
Splits by brackets and not by lines, because a monitor in pretty mode spreads one object over many lines. Depth and
values are counted before anything is parsed: a few MiB of brackets would otherwise become gigabytes of arrays at once.
*/
export const createJsonSplitter = ({
	byteLimit,
	depthLimit,
	valueLimit,
}: JsonSplitterOptions): JsonSplitter => {
	let parts: Uint8Array[] = [];
	let size = 0;
	let depth = 0;
	let values = 0;
	let inString = false;
	let escaped = false;

	const keep = (part: Uint8Array) => {
		size += part.length;
		if (size > byteLimit) {
			throw new QmpFault('garbled', `a message longer than ${byteLimit} bytes`);
		}

		parts.push(part);
	};

	const take = (): string => {
		const text = Buffer.concat(parts).toString('utf8');
		parts = [];
		size = 0;
		values = 0;
		return text;
	};

	const count = () => {
		values += 1;
		if (values > valueLimit) {
			throw new QmpFault('garbled', `a message of more than ${valueLimit} values`);
		}
	};

	const open = (byte: number) => {
		count();
		if (depth === 0 && byte === openBracket) {
			throw new QmpFault('garbled', 'a message that is no object');
		}

		depth += 1;
		if (depth > depthLimit) {
			throw new QmpFault('garbled', `a message nested deeper than ${depthLimit}`);
		}
	};

	const push = (chunk: Uint8Array): readonly string[] => {
		const messages: string[] = [];
		let start = 0;
		for (let index = 0; index < chunk.length; index += 1) {
			const byte = chunk[index] as number;
			if (inString) {
				if (escaped) {
					escaped = false;
				} else if (byte === backslash) {
					escaped = true;
				} else if (byte === quote) {
					inString = false;
				}
			} else if (byte === openBrace || byte === openBracket) {
				start = depth === 0 ? index : start;
				open(byte);
			} else if (depth === 0) {
				if (!spaces.has(byte)) {
					throw new QmpFault('garbled', 'text that is no JSON');
				}
			} else if (byte === closeBrace || byte === closeBracket) {
				depth -= 1;
				if (depth === 0) {
					keep(chunk.subarray(start, index + 1));
					messages.push(take());
				}
			} else if (byte === quote) {
				inString = true;
			} else if (byte === comma) {
				count();
			}
		}

		if (depth > 0) {
			// What is left of the chunk is kept for later, and its memory may be used again before.
			keep(new Uint8Array(chunk.subarray(start)));
		}

		return messages;
	};

	return {push, isOpen: () => depth > 0};
};
