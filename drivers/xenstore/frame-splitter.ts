import {type Frame, headerLength, lastFrameType} from './frame.ts';
import {StoreFault} from './store-fault.ts';

/** Takes bytes as they come and returns the messages that they complete. @throws StoreFault (`garbled`) */
export type FrameSplitter = {
	readonly push: (chunk: Buffer) => readonly Frame[];
	/** Has a message begun that is not complete yet? */
	readonly isOpen: () => boolean;
};

type Header = {readonly type: number; readonly requestId: number; readonly length: number};

/**
Splits by the length in the header. xs_wire.h allows 4096 bytes of payload, but oxenstored gives whole folders above
that, so the caller sets the limit. A longer message is refused before any of its payload is kept.
*/
export const createFrameSplitter = (byteLimit: number): FrameSplitter => {
	let parts: Buffer[] = [];
	let size = 0;
	let header: Header | undefined;

	const take = (length: number): Buffer => {
		const all = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
		const rest = all.subarray(length);
		parts = rest.length > 0 ? [rest] : [];
		size = rest.length;
		return all.subarray(0, length);
	};

	const takeHeader = (): Header => {
		const bytes = take(headerLength);
		const type = bytes.readUInt32LE(0);
		const length = bytes.readUInt32LE(12);
		if (type > lastFrameType) {
			throw new StoreFault('garbled', `a message of the unknown type ${type}`);
		}

		if (length > byteLimit) {
			throw new StoreFault('garbled', `a message longer than ${byteLimit} bytes`);
		}

		return {type, requestId: bytes.readUInt32LE(4), length};
	};

	return {
		push: (chunk) => {
			const frames: Frame[] = [];
			if (chunk.length > 0) {
				parts.push(chunk);
				size += chunk.length;
			}

			for (;;) {
				if (!header && size < headerLength) {
					return frames;
				}

				header ??= takeHeader();
				if (size < header.length) {
					return frames;
				}

				const {type, requestId, length} = header;
				frames.push({type, requestId, payload: length > 0 ? take(length) : Buffer.alloc(0)});
				header = undefined;
			}
		},
		isOpen: () => header !== undefined || size > 0,
	};
};
