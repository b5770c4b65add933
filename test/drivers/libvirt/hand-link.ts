import type {ByteStream} from '../../../drivers/libvirt/transport/byte-stream.ts';
import {type FakePacket, splitPackets} from './fake-wire.ts';

/** A link whose far end is the test. */
export type HandLink = Omit<ByteStream, 'explain'> & {
	/** What it knows of a text; the test may give it one. */
	explain?: ByteStream['explain'] | undefined;
	/** Whole packets that were written, in order. */
	readonly sent: () => readonly FakePacket[];
	/** The same as bytes. */
	readonly sentBytes: () => Buffer;
	readonly receive: (bytes: Buffer) => void;
	/** The far end goes away. */
	readonly end: (reason: Error) => void;
	/** How often it was closed. */
	readonly closings: () => number;
};

export const createHandLink = (): HandLink => {
	let written = Buffer.alloc(0);
	let closings = 0;
	let hear: (bytes: Buffer) => void = () => {};
	let resolveEnd: (reason: Error) => void = () => {};
	return {
		write: (bytes) => {
			written = Buffer.concat([written, bytes]);
		},
		listen: (onBytes, onEnd) => {
			hear = onBytes;
			resolveEnd = onEnd;
		},
		close: async () => {
			closings += 1;
		},
		sent: () => splitPackets(written).packets,
		sentBytes: () => written,
		receive: (bytes) => hear(bytes),
		end: (reason) => resolveEnd(reason),
		closings: () => closings,
	};
};
