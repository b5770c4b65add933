import {createJsonSplitter, type JsonSplitterOptions} from './json-splitter.ts';
import {asRecord, isRecord, type JsonRecord} from './json-value.ts';
import {QmpFault} from './qmp-fault.ts';

/** Takes bytes as they come and gives the JSON objects that these bytes complete. */
export type JsonMessages = {
	/** Takes the next bytes, and gives each object that ends in them. Keeps none of the bytes. @throws QmpFault (`garbled`) */
	readonly push: (chunk: Buffer, take: (message: JsonRecord) => void) => void;
	/** Whether an object has begun and not ended yet. */
	readonly isOpen: () => boolean;
};

const newline = 0x0a;

const parse = (text: string): JsonRecord => {
	try {
		return asRecord(JSON.parse(text), 'a message');
	} catch (error) {
		throw new QmpFault('garbled', 'a message that is no JSON', {cause: error});
	}
};

/** Undefined: the line is not one object. */
const parseLine = (line: string): JsonRecord | undefined => {
	try {
		const value: unknown = JSON.parse(line);
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

const countOf = (text: string, bracket: string): number => text.split(bracket).length - 1;

/**
Reads objects of JSON. QEMU writes an object a line, unless it is in pretty mode, and such a line is parsed at once. All other
bytes are split by brackets first.
*/
export const createJsonMessages = (bounds: JsonSplitterOptions): JsonMessages => {
	const {byteLimit, depthLimit, valueLimit} = bounds;
	const splitter = createJsonSplitter(bounds);
	const shortest = Math.min(byteLimit, valueLimit);

	/** Whether no bound can be exceeded, whatever the line holds. A bracket that opens needs one that closes. */
	const isWithinBounds = (line: string, bytes: number): boolean =>
		bytes <= shortest && (bytes <= 2 * depthLimit || countOf(line, '{') + countOf(line, '[') <= depthLimit);

	return {
		push: (chunk, take) => {
			let start = 0;
			while (!splitter.isOpen()) {
				const end = chunk.indexOf(newline, start);
				const line = end === -1 ? '' : chunk.toString('utf8', start, end);
				const message = line !== '' && isWithinBounds(line, end - start) ? parseLine(line) : undefined;
				if (!message) {
					break;
				}

				start = end + 1;
				take(message);
			}

			if (start < chunk.length) {
				for (const text of splitter.push(chunk.subarray(start))) {
					take(parse(text));
				}
			}
		},
		isOpen: splitter.isOpen,
	};
};
