import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createJsonSplitter} from '../../../drivers/qmp/json-splitter.ts';
import {fixtureBytes} from '../qemu/recording.ts';

const splitter = (byteLimit = 1_000_000, depthLimit = 100, valueLimit = 1000) =>
	createJsonSplitter({byteLimit, depthLimit, valueLimit});

const inChunks = (bytes: Buffer, size: number): readonly unknown[] => {
	const {push} = splitter();
	const messages: string[] = [];
	for (let start = 0; start < bytes.length; start += size) {
		messages.push(...push(bytes.subarray(start, start + size)));
	}

	return messages.map((text) => JSON.parse(text) as unknown);
};

test.each(['qmp-01-main.server.raw', 'qmp-02-events.server.raw', 'qmp-08-guest-poweroff.server.raw'])(
	'%s: a message a line, in chunks of any size',
	(name) => {
		const bytes = fixtureBytes(name);
		const lines = bytes.toString().trim().split('\r\n');
		const expected = lines.map((line) => JSON.parse(line) as unknown);
		for (const size of [1, 7, 1000, bytes.length]) {
			expect(inChunks(bytes, size)).toEqual(expected);
		}
	},
);

test('a monitor in pretty mode spreads a message over many lines', () => {
	expect(inChunks(fixtureBytes('qmp-pretty.raw'), 50)).toMatchObject([
		{QMP: {capabilities: ['oob']}},
		{return: {}},
		{id: 1, return: {status: 'prelaunch'}},
	]);
});

test('any objects, one after the other, come out as they went in', () => {
	const object = fc.dictionary(fc.string(), fc.jsonValue());
	fc.assert(
		fc.property(fc.array(object), fc.integer({min: 1, max: 50}), (objects, size) => {
			const text = objects.map((one) => JSON.stringify(one)).join('');
			expect(inChunks(Buffer.from(text), size)).toEqual(
				objects.map((one) => JSON.parse(JSON.stringify(one))),
			);
		}),
	);
});

test.each([
	['text', 'hello', 'text that is no JSON'],
	['a closing bracket', '}', 'text that is no JSON'],
	['a list', '[1]', 'a message that is no object'],
	['too long a message', `{"a":"${'x'.repeat(1000)}`, 'a message longer than 500 bytes'],
	['too deep a message', '{"a":'.repeat(11), 'a message nested deeper than 10'],
	['too long a list', `{"a":[${'0,'.repeat(20)}`, 'a message of more than 20 values'],
	['too many lists', `{"a":[${'[]'.repeat(20)}`, 'a message of more than 20 values'],
])('%s is garbled', (_what, text, message) => {
	expect(() => splitter(500, 10, 20).push(Buffer.from(text))).toThrow(
		expect.objectContaining({name: 'QmpFault', kind: 'garbled', message}),
	);
});

test('a long message is refused while it comes, and brackets in strings do not count', () => {
	const {push, isOpen} = splitter(500, 3);
	expect(push(Buffer.from('{"a":"}}[[{{\\"'))).toEqual([]);
	expect(isOpen()).toBe(true);
	expect(push(Buffer.from('"}'))).toEqual(['{"a":"}}[[{{\\""}']);
	expect(isOpen()).toBe(false);
	push(Buffer.from(`{"a":"${'x'.repeat(400)}`));
	expect(() => push(Buffer.from('x'.repeat(200)))).toThrow('longer than 500 bytes');
});
