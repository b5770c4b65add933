import {decodePacket, lengthWordLength, type Packet, packetLength} from './packet.ts';

/** A copy that does not share its memory. */
const copyOf = (bytes: Buffer): Buffer => {
	const copy = Buffer.allocUnsafeSlow(bytes.length);
	bytes.copy(copy);
	return copy;
};

/** Takes bytes as they come, and gives the packets that they complete. */
export type PacketSplitter = {
	/** @throws WireFault at the first word of what cannot be a packet. Nothing may be pushed after that. */
	readonly push: (chunk: Buffer) => readonly Packet[];
	/** Whether a packet has begun and is not complete. */
	readonly isOpen: () => boolean;
};

/**
Frames by the length word. The bytes of a packet are copied once, to where the whole packet will lie: at a word of the memory,
and out of the chunk, which does not last. Its memory is allocated only once its length is known to be allowed.
*/
export const createPacketSplitter = (): PacketSplitter => {
	let open = Buffer.alloc(lengthWordLength);
	let filled = 0;

	/** Copies the missing bytes of the open packet from the chunk. @returns how many bytes it copied */
	const fill = (chunk: Buffer, offset: number): number => {
		const copied = chunk.copy(open, filled, offset, offset + open.length - filled);
		filled += copied;
		return copied;
	};

	return {
		push: (chunk) => {
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
					open = Buffer.allocUnsafeSlow(packetLength(word, 0, chunk.subarray(offset)));
					word.copy(open);
					offset += fill(chunk, offset);
				}

				if (filled === open.length) {
					packets.push(decodePacket(open));
					open = Buffer.alloc(lengthWordLength);
					filled = 0;
				}
			}

			return packets;
		},
		isOpen: () => filled > 0,
	};
};
