import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createTypedParametersReader} from '../../../../drivers/libvirt/wire/typed-parameters.ts';
import {createXdrReader} from '../../../../drivers/libvirt/wire/xdr-reader.ts';
import {anyText} from '../../../helpers/any-text.ts';
import {xdr} from '../fake-wire.ts';

type Parameter = {readonly field: string | Buffer; readonly type: number; readonly value: Buffer};

const encode = (parameters: readonly Parameter[]): Buffer =>
	xdr.list(
		parameters.map(({field, type, value}) => Buffer.concat([xdr.string(field), xdr.int(type), value])),
	);

const limit = 262_144;
const readWith = (reader: ReturnType<typeof createTypedParametersReader>, bytes: Buffer) => {
	const xdrReader = createXdrReader(bytes);
	const parameters = reader.read(xdrReader, limit);
	xdrReader.end();
	return parameters;
};

const read = (bytes: Buffer) => readWith(createTypedParametersReader(), bytes);

const text = fc.string({unit: 'binary'}).map((one) => one.toWellFormed());
const parameter = fc
	.oneof(
		fc
			.integer({min: -(2 ** 31), max: 2 ** 31 - 1})
			.map((value) => ({type: 1, value: xdr.int(value), read: value})),
		fc
			.integer({min: 0, max: 2 ** 32 - 1})
			.map((value) => ({type: 2, value: xdr.unsigned(value), read: value})),
		fc
			.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n})
			.map((value) => ({type: 3, value: xdr.hyper(value), read: Number(value)})),
		fc.bigInt({min: 0n, max: 2n ** 64n - 1n}).map((value) => ({
			type: 4,
			value: xdr.hyper(value),
			read: value === 2n ** 64n - 1n ? undefined : Number(value),
		})),
		fc.double().map((value) => ({type: 5, value: xdr.double(value), read: value})),
		fc.boolean().map((value) => ({type: 6, value: xdr.int(value ? 1 : 0), read: value})),
		text.map((value) => ({type: 7, value: xdr.string(value), read: value})),
	)
	.chain((value) =>
		fc
			.oneof(text, fc.constantFrom('a', 'ab', 'cpu.time', 'x'.repeat(200)))
			.map((field) => ({...value, field})),
	);

test('any parameters are read as they were written, also by a reader that has read others', () => {
	const reader = createTypedParametersReader();
	fc.assert(
		fc.property(fc.array(parameter, {maxLength: 30}), (parameters) => {
			const {fields, values} = readWith(reader, encode(parameters));
			expect(fields).toEqual(parameters.map(({field}) => field));
			expect(values).toEqual(parameters.map((one) => one.read));
		}),
	);
});

test('all ones without a sign is unknown, −1 with one is −1', () => {
	const bytes = encode([
		{field: 'a', type: 4, value: xdr.hyper(-1)},
		{field: 'b', type: 3, value: xdr.hyper(-1)},
		{field: 'c', type: 4, value: xdr.hyper(2n ** 64n - 2n)},
	]);
	expect(read(bytes).values).toEqual([undefined, -1, 2 ** 64]);
});

test('records with the same names share one list of them', () => {
	const reader = createTypedParametersReader();
	const of = (...fields: readonly string[]) =>
		readWith(reader, encode(fields.map((field) => ({field, type: 1, value: xdr.int(1)}))));
	const first = of('a', 'b', 'c');
	expect(of('a', 'b', 'c').fields).toBe(first.fields);
	expect(of('a', 'x', 'c').fields).toEqual(['a', 'x', 'c']);
	expect(of('a', 'b').fields).toEqual(['a', 'b']);
	expect(of('a', 'b', 'c').fields).toEqual(['a', 'b', 'c']);
	expect(first.fields).toEqual(['a', 'b', 'c']);
});

test('more names than are remembered, and names of any length', () => {
	const reader = createTypedParametersReader();
	const fields = Array.from({length: 60_000}, (_, index) => `vcpu.${index}.${'x'.repeat(index % 100)}`);
	const bytes = encode(fields.map((field) => ({field, type: 1, value: xdr.int(1)})));
	expect(readWith(reader, bytes).fields).toEqual(fields);
	expect(readWith(reader, bytes).fields).toEqual(fields);
});

test('records of many lengths', () => {
	const reader = createTypedParametersReader();
	for (let round = 0; round < 2; round += 1) {
		for (let length = 0; length < 200; length += 1) {
			const fields = Array.from({length}, (_, index) => `f${index}`);
			expect(
				readWith(reader, encode(fields.map((field) => ({field, type: 1, value: xdr.int(1)})))).fields,
			).toEqual(fields);
		}
	}
});

describe('hostile', () => {
	const fault = expect.objectContaining({name: 'WireFault'});
	const good = encode([
		{field: 'state.state', type: 1, value: xdr.int(1)},
		{field: 'cpu.time', type: 4, value: xdr.hyper(5)},
		{field: 'd', type: 5, value: xdr.double(0.5)},
		{field: 'yes', type: 6, value: xdr.int(1)},
		{field: 'block.0.name', type: 7, value: xdr.string('vda')},
	]);

	test('cut anywhere it is refused', () => {
		expect(read(good).values).toEqual([1, 5, 0.5, true, 'vda']);
		for (let length = 0; length < good.length; length += 1) {
			expect(() => read(good.subarray(0, length))).toThrow(fault);
		}
	});

	test.each([0, 8, 99, 2 ** 32 - 1])('a type %d that is none is refused', (type) => {
		const bytes = Buffer.concat([xdr.unsigned(1), xdr.string('a'), xdr.unsigned(type), xdr.hyper(1)]);
		expect(() => read(bytes)).toThrow(
			expect.objectContaining({name: 'WireFault', message: `a parameter of the unknown type ${type}`}),
		);
	});

	test('a count beyond the protocol or the rest is refused before anything is made', () => {
		for (const count of [6, limit + 1, 2 ** 31, 2 ** 32 - 1]) {
			const bytes = Buffer.from(good);
			bytes.writeUInt32BE(count);
			expect(() => read(bytes)).toThrow(fault);
		}
	});

	test.each([17, 4 * 1024 * 1024 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 4, 2 ** 32 - 1])(
		'lengths of %d bytes of a name or a text are refused',
		(length) => {
			const name = Buffer.concat([xdr.unsigned(1), xdr.unsigned(length), Buffer.alloc(16)]);
			expect(() => read(name)).toThrow(fault);
			const value = Buffer.concat([
				xdr.unsigned(1),
				xdr.string('a'),
				xdr.int(7),
				xdr.unsigned(length),
				Buffer.alloc(8),
			]);
			expect(() => read(value)).toThrow(fault);
		},
	);

	test('a text whose length or padding ends beyond the message is refused where it is the last', () => {
		const last = (length: number, rest: number) =>
			Buffer.concat([xdr.unsigned(1), xdr.string('a'), xdr.int(7), xdr.unsigned(length), Buffer.alloc(rest)]);
		expect(read(last(1, 4)).values).toEqual(['\0']);
		for (const [length, rest] of [
			[2 ** 32 - 1, 0],
			[2 ** 31, 0],
			[1, 0],
			[1, 3],
			[5, 6],
		] as const) {
			expect(() => read(last(length, rest))).toThrow(fault);
		}
	});

	test('names of any bytes are texts, and not mistaken for another', () => {
		const reader = createTypedParametersReader();
		const names = [
			'__proto__',
			'constructor',
			'',
			'a',
			'a\0',
			'a\0\0',
			'\u001B[2J',
			'a'.repeat(80),
			'a'.repeat(81),
		];
		const bytes = encode(names.map((field, index) => ({field, type: 1, value: xdr.int(index)})));
		for (let round = 0; round < 2; round += 1) {
			const {fields, values} = readWith(reader, bytes);
			expect(fields).toEqual(names);
			expect(values).toEqual(names.map((_, index) => index));
		}

		const odd = Buffer.from([0x61, 0xff]);
		expect(read(encode([{field: odd, type: 1, value: xdr.int(1)}])).fields).toEqual(['a\uFFFD']);
		fc.assert(
			fc.property(fc.array(anyText()), (some) => {
				const parameters = some.map((field) => ({field, type: 1, value: xdr.int(1)}));
				expect(readWith(reader, encode(parameters)).fields).toEqual(some.map((one) => one.toWellFormed()));
			}),
		);
	});

	test('any bytes are read or refused', () => {
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 200}), fc.nat({max: 5}), (raw, count) => {
				try {
					readWith(createTypedParametersReader(), Buffer.concat([xdr.unsigned(count), raw]));
				} catch (error) {
					expect(error).toMatchObject({name: 'WireFault'});
				}
			}),
		);
	});

	test('one bit turned is read or refused', () => {
		for (let bit = 0; bit < good.length * 8; bit += 1) {
			const bytes = Buffer.from(good);
			bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
			try {
				expect(read(bytes).fields.length).toBeLessThanOrEqual(5);
			} catch (error) {
				expect(error).toMatchObject({name: 'WireFault'});
			}
		}
	});
});
