import {lengthWordLength, packetLengthLimit, programs} from '../wire/packet.ts';

/** How many bytes are kept of what came instead of the protocol: more than a person reads of it. */
const byteLimit = 4096;

/** What a stream gives until its first packet is whole, and what comes where no packet is. */
export type StrayBytes = {
	/** Takes what came before the first packet. @returns whether it cannot become a packet any more */
	readonly begin: (chunk: Buffer) => boolean;
	/** A whole packet came. Forgets what was kept. */
	readonly settle: () => void;
	/** Takes what began where a packet should begin. What comes from now on belongs to it. */
	readonly stray: (bytes: Buffer) => void;
	readonly isStraying: () => boolean;
	readonly take: (chunk: Buffer) => void;
	/** What is no packet, or no packet yet. Empty: nothing. */
	readonly bytes: () => Buffer;
};

/** The first word is a length, the second a program that answers here. A text may well pass for a length alone. */
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
