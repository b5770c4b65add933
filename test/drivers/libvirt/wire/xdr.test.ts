import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createXdrReader, type XdrReader} from '../../../../drivers/libvirt/wire/xdr-reader.ts';
import {createXdrWriter} from '../../../../drivers/libvirt/wire/xdr-writer.ts';
import {xdr} from '../fake-wire.ts';

const read = <Value>(bytes: Buffer, take: (reader: XdrReader) => Value): Value => {
	const reader = createXdrReader(bytes);
	const value = take(reader);
	reader.end();
	return value;
};

const fault = (message: string | RegExp) =>
	expect.objectContaining({name: 'WireFault', message: expect.stringMatching(message)});

const int = fc.integer({min: -(2 ** 31), max: 2 ** 31 - 1});
const unsigned = fc.integer({min: 0, max: 2 ** 32 - 1});
const wellFormed = fc.string({unit: 'binary'}).map((text) => text.toWellFormed());

describe('what is written is read', () => {
	test('each kind by itself', () => {
		fc.assert(
			fc.property(int, unsigned, wellFormed, fc.uint8Array({maxLength: 40}), (one, two, text, raw) => {
				const bytes = createXdrWriter().int(one).unsigned(two).string(text).opaque(raw).int(one).bytes();
				expect(bytes.length % 4).toBe(0);
				expect(
					read(bytes, (reader) => [
						reader.int(),
						reader.unsigned(),
						reader.string(),
						new Uint8Array(reader.opaque(raw.length)),
						reader.int(),
					]),
				).toEqual([one, two, text, raw, one]);
			}),
		);
	});

	test('the same bytes as a writer of another hand', () => {
		fc.assert(
			fc.property(int, unsigned, wellFormed, (one, two, text) => {
				expect(createXdrWriter().int(one).unsigned(two).string(text).bytes()).toEqual(
					Buffer.concat([xdr.int(one), xdr.unsigned(two), xdr.string(text)]),
				);
			}),
		);
	});

	test('64 bits, as far as a number holds them', () => {
		fc.assert(
			fc.property(fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n}), (value) => {
				const bytes = xdr.hyper(value);
				expect(read(bytes, (reader) => reader.hyper())).toBe(Number(value));
				const unsignedValue = BigInt.asUintN(64, value);
				expect(read(bytes, (reader) => reader.unsignedHyper())).toBe(
					value === -1n ? undefined : Number(unsignedValue),
				);
			}),
		);
		expect(read(xdr.hyper(-1), (reader) => reader.hyper())).toBe(-1);
		expect(read(xdr.hyper(undefined), (reader) => reader.unsignedHyper())).toBeUndefined();
		expect(read(xdr.hyper(2n ** 53n - 1n), (reader) => reader.unsignedHyper())).toBe(Number.MAX_SAFE_INTEGER);
	});

	test('doubles', () => {
		fc.assert(
			fc.property(fc.double(), (value) => {
				expect(read(xdr.double(value), (reader) => reader.double())).toBe(value);
			}),
		);
	});
});

describe('bounds', () => {
	test('nothing is read beyond the end, wherever it is cut', () => {
		const bytes = Buffer.concat([
			xdr.int(-7),
			xdr.string('hello'),
			xdr.hyper(5),
			xdr.unsigned(1),
			xdr.int(2),
		]);
		const take = (reader: XdrReader) => [
			reader.int(),
			reader.string(),
			reader.hyper(),
			reader.optional(reader.int),
		];
		expect(read(bytes, take)).toEqual([-7, 'hello', 5, 2]);
		for (let length = 0; length < bytes.length; length += 1) {
			expect(() => read(bytes.subarray(0, length), take)).toThrow(fault(''));
		}

		expect(() => read(Buffer.concat([bytes, Buffer.alloc(4)]), take)).toThrow(fault('4 bytes more'));
	});

	test('a text longer than the rest, or than the protocol has, is not made', () => {
		for (const length of [6, 4 * 1024 * 1024 + 1, 2 ** 31, 2 ** 32 - 1]) {
			expect(() =>
				read(Buffer.concat([xdr.unsigned(length), Buffer.from('hello')]), (r) => r.string()),
			).toThrow(fault(''));
		}

		const long = Buffer.concat([xdr.unsigned(4 * 1024 * 1024 + 4), Buffer.alloc(4 * 1024 * 1024 + 4)]);
		expect(() => read(long, (reader) => reader.string())).toThrow(fault('a list of'));
	});

	test('a list longer than the rest, or than the protocol has, is not begun', () => {
		let items = 0;
		const take = (reader: XdrReader) =>
			reader.array(5, 4, () => {
				items += 1;
				return reader.int();
			});
		const listOf = (count: number, present: number) =>
			Buffer.concat([xdr.unsigned(count), ...Array.from({length: present}, (_, index) => xdr.int(index))]);
		expect(read(listOf(5, 5), take)).toEqual([0, 1, 2, 3, 4]);
		expect(read(listOf(0, 0), take)).toEqual([]);
		items = 0;
		for (const [count, present] of [
			[6, 6],
			[5, 4],
			[2 ** 31, 0],
			[2 ** 32 - 1, 1],
		] as const) {
			expect(() => read(listOf(count, present), take)).toThrow(fault(`a list of ${count}`));
		}

		expect(items).toBe(0);
	});

	test('a pointer is there or not', () => {
		expect(read(xdr.unsigned(0), (reader) => reader.optional(reader.int))).toBeUndefined();
		expect(() => read(Buffer.concat([xdr.unsigned(2), xdr.int(1)]), (r) => r.optional(r.int))).toThrow(
			fault('a pointer marked with 2'),
		);
	});
});

test('a text that is no UTF-8 is still a text', () => {
	expect(read(xdr.string(Buffer.from([0x61, 0xff, 0xc3])), (reader) => reader.string())).toBe(
		'a\uFFFD\uFFFD',
	);
});
