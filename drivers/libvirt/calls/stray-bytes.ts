import {lengthWordLength, packetLengthLimit, programs} from '../wire/packet.ts';

/** Kept of what came instead of the protocol, bytes: more than anybody reads of it. */
const byteLimit = 4096;

/** What comes of a link until its first packet is whole, and what comes where none should be. */
export type StrayBytes = {
	/** Before the first packet: takes what came, and tells whether it can no more become one. */
	readonly begin: (chunk: Buffer) => boolean;
	/** A whole packet came: what was kept is none of it. */
	readonly settle: () => void;
	/** Where a packet should begin, this began; what comes from now on belongs to it. */
	readonly stray: (bytes: Buffer) => void;
	readonly isStraying: () => boolean;
	readonly take: (chunk: Buffer) => void;
	/** What is no packet, or none yet; empty: nothing. */
	readonly bytes: () => Buffer;
};

/** The first word is a length and the second a program that answers here: a text may well pass for a length alone. */
const cannotBegin = (bytes: Buffer): boolean => {
	if (bytes.length < lengthWordLength) {
		return false;
	}

	if (bytes.readUInt32BE(0) > packetLengthLimit) {
		return true;
	}

	const end = 2 * lengthWordLength;
	return bytes.length >= end && !known.has(bytes.readUInt32BE(lengthWordLength));
};

const known: ReadonlySet<number> = new Set(Object.values(programs));

export const createStrayBytes = (): StrayBytes => {
	let kept = Buffer.alloc(0);
	let isFirst = true;
	let isStraying = false;

	const take = (chunk: Buffer) => {
		if (kept.length < byteLimit) {
			kept = Buffer.concat([kept, chunk]).subarray(0, byteLimit);
		}
	};

	return {
		begin: (chunk) => {
			if (!isFirst) {
				return false;
			}

			take(chunk);
			isStraying = cannotBegin(kept);
			return isStraying;
		},
		settle: () => {
			isFirst = false;
			kept = Buffer.alloc(0);
		},
		stray: (bytes) => {
			kept = Buffer.alloc(0);
			isStraying = true;
			take(bytes);
		},
		isStraying: () => isStraying,
		take,
		bytes: () => kept,
	};
};
