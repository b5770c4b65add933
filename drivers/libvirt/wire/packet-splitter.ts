import {decodePacket, lengthWordLength, type Packet, packetLength} from './packet.ts';

/** A copy that does not share its memory. */
const copyOf = (bytes: Buffer): Buffer => {
	const copy = Buffer.allocUnsafeSlow(bytes.length);
	bytes.copy(copy);
	return copy;
};

/** Takes bytes as they come, and gives the packets that they complete. */
export type PacketSplitter = {
	/**
	The bytes of the packets stand there until the next push.
	@throws WireFault at the first word of what cannot be a packet. Nothing may be pushed after that.
	*/
	readonly push: (chunk: Buffer) => readonly Packet[];
	/** Whether a packet has begun and is not complete. */
	readonly isOpen: () => boolean;
};

/** Bytes from which on the memory of a packet serves again: a big reply comes at every refresh. */
const reuseFrom = 65_536;

/**
Frames by the length word. The bytes of a packet are copied once, to where the whole packet will lie: at a word of the memory,
and out of the chunk, which does not last. Its memory is allocated only once its length is known to be allowed. The memory of a
big packet serves again from the next push on.
*/
export const createPacketSplitter = (): PacketSplitter => {
	let open: Buffer = Buffer.alloc(lengthWordLength);
	let filled = 0;
	/** The memory of the big packet that was given last. */
	let given: Buffer | undefined;
	let spare: Buffer | undefined;

	/** Copies the missing bytes of the open packet from the chunk. @returns how many bytes it copied */
	const fill = (chunk: Buffer, offset: number): number => {
		const copied = chunk.copy(open, filled, offset, offset + open.length - filled);
		filled += copied;
		return copied;
	};

	const memoryFor = (length: number): Buffer => {
		if (length < reuseFrom || spare === undefined || spare.length < length) {
			return Buffer.allocUnsafeSlow(length);
		}

		const memory = Buffer.from(spare.buffer, 0, length);
		spare = undefined;
		return memory;
	};

	const give = (packet: Buffer): Packet => {
		if (packet.length >= reuseFrom) {
			given = Buffer.from(packet.buffer);
		}

		return decodePacket(packet);
	};

	return {
		push: (chunk) => {
			spare = given ?? spare;
			given = undefined;
			const packets: Packet[] = [];
			let offset = 0;
			while (offset < chunk.length) {
				if (filled === 0 && chunk.length - offset >= lengthWordLength) {
					const end = offset + packetLength(chunk, offset);
					if (end <= chunk.length) {
						packets.push(decodePacket(copyOf(chunk.subarray(offset, end))));
						offset = end;
						continue;
					}
				}

				offset += fill(chunk, offset);
				if (filled === lengthWordLength && open.length === lengthWordLength) {
					const word = open;
					open = memoryFor(packetLength(word, 0, chunk.subarray(offset)));
					word.copy(open);
					offset += fill(chunk, offset);
				}

				if (filled === open.length) {
					packets.push(give(open));
					open = Buffer.alloc(lengthWordLength);
					filled = 0;
				}
			}

			return packets;
		},
		isOpen: () => filled > 0,
	};
};
