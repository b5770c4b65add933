import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	encodePacket,
	headerLength,
	type Packet,
	packetLengthLimit,
} from '../../../../drivers/libvirt/wire/packet.ts';
import {createPacketSplitter} from '../../../../drivers/libvirt/wire/packet-splitter.ts';
import {readCapturedPackets} from './captured-calls.ts';

const captured = readCapturedPackets();

/** What the splitter gives of bytes cut into chunks of such sizes, the rest as the last one. */
const inChunks = (bytes: Buffer, sizes: readonly number[]): readonly Packet[] => {
	const {push, isOpen} = createPacketSplitter();
	const packets: Packet[] = [];
	let start = 0;
	for (const size of [...sizes, bytes.length]) {
		packets.push(...push(bytes.subarray(start, start + size)));
		start += size;
	}

	expect(isOpen()).toBe(false);
	return packets;
};

const withLength = (length: number): Buffer => {
	const bytes = Buffer.alloc(headerLength);
	bytes.writeUInt32BE(length);
	return bytes;
};

test('the captures are whole', () => {
	expect(captured).toHaveLength(150);
});

test('every captured packet is decoded to what encodes to the same bytes', () => {
	for (const bytes of captured) {
		const [packet, ...more] = inChunks(bytes, []);
		expect(more).toEqual([]);
		expect(encodePacket(packet as Packet)).toEqual(bytes);
	}
});

describe('chunks', () => {
	const bytes = Buffer.concat(captured);
	const whole = inChunks(bytes, []);

	test('one packet a chunk or all in one', () => {
		expect(whole).toHaveLength(captured.length);
		expect(
			inChunks(
				bytes,
				captured.map(({length}) => length),
			),
		).toEqual(whole);
	});

	test('single bytes', () => {
		expect(
			inChunks(
				bytes,
				Array.from(bytes, () => 1),
			),
		).toEqual(whole);
	});

	test('cut anywhere', () => {
		const few = Buffer.concat(captured.slice(0, 8));
		const expected = inChunks(few, []);
		for (let cut = 0; cut <= few.length; cut += 1) {
			expect(inChunks(few, [cut])).toEqual(expected);
		}
	});

	test('any sizes', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: 3000}), {maxLength: 60}), (sizes) => {
				expect(inChunks(bytes, sizes)).toEqual(whole);
			}),
		);
	});

	test('a chunk that is used again does not change what lay across its end', () => {
		const {push} = createPacketSplitter();
		const first = Buffer.from(bytes.subarray(0, 40));
		push(first);
		first.fill(0xff);
		expect(push(bytes.subarray(40, 64))[0]?.payload).toEqual(captured[1]?.subarray(headerLength));
	});

	test('a reply of 30 MB in chunks of 256 bytes costs each byte one copy', () => {
		const payload = Buffer.alloc(30 * 1024 * 1024, 'x');
		const reply = encodePacket({program: 1, procedure: 2, type: 1, serial: 3, status: 0, payload});
		const {push} = createPacketSplitter();
		let found: readonly Packet[] = [];
		for (let start = 0; start < reply.length; start += 256) {
			found = push(reply.subarray(start, start + 256));
		}

		expect(found[0]?.payload.equals(payload)).toBe(true);
	});
});

test('any packets come out as they went in, in chunks of any size', () => {
	const word = fc.integer({min: 0, max: 2 ** 32 - 1});
	const packet = fc.record({
		program: word,
		version: fc.constant(1),
		procedure: word,
		type: fc.integer({min: 0, max: 6}),
		serial: word,
		status: word,
		payload: fc.uint8Array({maxLength: 300}).map((bytes) => Buffer.from(bytes)),
	});
	fc.assert(
		fc.property(fc.array(packet), fc.array(fc.integer({min: 1, max: 60})), (packets, sizes) => {
			expect(inChunks(Buffer.concat(packets.map(encodePacket)), sizes)).toEqual(packets);
		}),
	);
});

describe('what is no packet', () => {
	test.each([0, 4, 27, packetLengthLimit + 1, 2 ** 31, 2 ** 32 - 1])(
		'of %d bytes is refused at its first word',
		(length) => {
			const {push} = createPacketSplitter();
			expect(push(withLength(length).subarray(0, 3))).toEqual([]);
			expect(() => push(withLength(length).subarray(3, 4))).toThrow(
				expect.objectContaining({name: 'WireFault', message: `a message of ${length} bytes`}),
			);
			expect(() => createPacketSplitter().push(withLength(length))).toThrow(
				expect.objectContaining({name: 'WireFault'}),
			);
		},
	);

	test.each([headerLength, packetLengthLimit])('of %d bytes is one', (length) => {
		const {push, isOpen} = createPacketSplitter();
		expect(push(withLength(length).subarray(0, 20))).toEqual([]);
		expect(isOpen()).toBe(true);
	});

	test('is told at its header', () => {
		expect(() => createPacketSplitter().push(Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'))).toThrow(
			expect.objectContaining({name: 'WireFault'}),
		);
		const odd = withLength(headerLength);
		odd.writeUInt32BE(7, 16);
		expect(() => createPacketSplitter().push(odd)).toThrow(
			expect.objectContaining({message: 'a message of the unknown type 7'}),
		);
	});

	test('whatever it is, it is split or refused', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({maxLength: 100})), (chunks) => {
				const {push} = createPacketSplitter();
				try {
					for (const chunk of chunks) {
						push(Buffer.from(chunk));
					}
				} catch (error) {
					expect(error).toMatchObject({name: 'WireFault'});
				}
			}),
		);
	});
});
