import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodeTexts, encodeFrame, encodeTexts, type Frame} from '../../../drivers/xenstore/frame.ts';
import {createFrameSplitter} from '../../../drivers/xenstore/frame-splitter.ts';
import {readCapturedWire} from './captured-wire.ts';

const wire = readCapturedWire();
const limit = 1024 * 1024;

const inChunks = (bytes: Buffer, sizes: readonly number[]): readonly Frame[] => {
	const {push, isOpen} = createFrameSplitter(limit);
	const frames: Frame[] = [];
	let start = 0;
	for (const size of [...sizes, bytes.length]) {
		frames.push(...push(bytes.subarray(start, start + size)));
		start += size;
	}

	expect(isOpen()).toBe(false);
	return frames;
};

test('the capture is whole', () => {
	expect(wire).toHaveLength(26);
	expect(wire[0]?.reply.toString('latin1', 16)).toBe('d1');
});

test('requests are encoded byte for byte as those that xenstored was asked', () => {
	for (const {type, texts, request} of wire) {
		const requestId = request.readUInt32LE(4);
		expect(encodeFrame({type, requestId, payload: encodeTexts(texts)})).toEqual(request);
	}
});

test('replies are split wherever they are cut', () => {
	const bytes = Buffer.concat(wire.map(({reply}) => reply));
	const whole = inChunks(bytes, []);
	expect(Buffer.concat(whole.map(encodeFrame))).toEqual(bytes);
	expect(whole.map(({requestId}) => requestId)).toEqual(wire.map(({request}) => request.readUInt32LE(4)));
	for (let cut = 0; cut <= bytes.length; cut += 1) {
		expect(inChunks(bytes, [cut])).toEqual(whole);
	}

	expect(
		inChunks(
			bytes,
			Array.from(bytes, () => 1),
		),
	).toEqual(whole);
});

test('folders are texts with a zero each, an empty one is none', () => {
	const folders = wire.filter(({type, reply}) => type === 1 && reply.readUInt32LE(0) === 1);
	expect(folders.map(({reply}) => decodeTexts(reply.subarray(16)))).toContainEqual(['0', '1']);
	expect(decodeTexts(Buffer.alloc(0))).toEqual([]);
});

test('any messages come out as they went in, in chunks of any size', () => {
	const frame = fc.record({
		type: fc.integer({min: 0, max: 63}),
		requestId: fc.integer({min: 0, max: 2 ** 32 - 1}),
		payload: fc.uint8Array({maxLength: 300}).map((bytes) => Buffer.from(bytes)),
	});
	fc.assert(
		fc.property(fc.array(frame), fc.array(fc.integer({min: 1, max: 60})), (frames, sizes) => {
			expect(inChunks(Buffer.concat(frames.map(encodeFrame)), sizes)).toEqual(frames);
		}),
	);
});

test('more than 4096 bytes are taken, as oxenstored gives them, more than the bound is not', () => {
	const payload = Buffer.alloc(7032, 'x');
	expect(inChunks(encodeFrame({type: 1, requestId: 7, payload}), [])).toEqual([
		{type: 1, requestId: 7, payload},
	]);
	const header = encodeFrame({type: 1, requestId: 7, payload: Buffer.alloc(0)});
	header.writeUInt32LE(2 ** 32 - 1, 12);
	expect(() => createFrameSplitter(limit).push(header)).toThrow(
		expect.objectContaining({kind: 'garbled', message: 'a message longer than 1048576 bytes'}),
	);
	expect(() => createFrameSplitter(limit).push(header.subarray(0, 15))).not.toThrow();
});

test('what is no message of xenstored is reported at its header', () => {
	expect(() => createFrameSplitter(limit).push(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow(
		expect.objectContaining({kind: 'garbled', message: 'a message of the unknown type 1347703880'}),
	);
});

test('any garbage is either split or refused, and never kept beyond the bound', () => {
	fc.assert(
		fc.property(fc.array(fc.uint8Array({maxLength: 100})), (chunks) => {
			const {push} = createFrameSplitter(1000);
			try {
				for (const chunk of chunks) {
					for (const {payload, type} of push(Buffer.from(chunk))) {
						expect(payload.length).toBeLessThanOrEqual(1000);
						expect(type).toBeLessThan(64);
					}
				}
			} catch (error) {
				expect(error).toMatchObject({name: 'StoreFault', kind: 'garbled'});
			}
		}),
	);
});
