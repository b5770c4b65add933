import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createJsonMessages} from '../../../drivers/qmp/json-messages.ts';
import {createJsonSplitter} from '../../../drivers/qmp/json-splitter.ts';
import {fixtureBytes} from '../qemu/recording.ts';

const bounds = {byteLimit: 5000, depthLimit: 10, valueLimit: 200};

/** The messages, and what ended them. Each chunk's memory is overwritten once it was taken. */
const readBy = (
	push: (chunk: Buffer, take: (message: unknown) => void) => void,
	bytes: Buffer,
	size: number,
): {readonly messages: readonly unknown[]; readonly fault?: string} => {
	const messages: unknown[] = [];
	try {
		for (let start = 0; start < bytes.length; start += size) {
			const chunk = Buffer.from(bytes.subarray(start, start + size));
			push(chunk, (message) => messages.push(message));
			chunk.fill('x');
		}

		return {messages};
	} catch (error) {
		return {messages, fault: (error as Error).message};
	}
};

const read = (bytes: Buffer, size: number) => readBy(createJsonMessages(bounds).push, bytes, size);

/** What splitting by brackets alone gives. */
const split = (bytes: Buffer, size: number) => {
	const {push} = createJsonSplitter(bounds);
	return readBy(
		(chunk, take) => {
			for (const text of push(chunk)) {
				take(JSON.parse(text));
			}
		},
		bytes,
		size,
	);
};

test.each(['qmp-01-main.server.raw', 'qmp-pretty.raw'])('%s: the same in chunks of any size', (name) => {
	const bytes = fixtureBytes(name).subarray(0, 4000);
	const whole = read(bytes, bytes.length);
	expect(whole.messages.length).toBeGreaterThan(2);
	for (const size of [1, 7, 500]) {
		expect(read(bytes, size)).toEqual(whole);
	}
});

test('lines and all else are read as by brackets alone', () => {
	const piece = fc.oneof(
		fc.dictionary(fc.string(), fc.jsonValue()).map((one) => `${JSON.stringify(one)}\r\n`),
		fc.dictionary(fc.string(), fc.jsonValue()).map((one) => JSON.stringify(one, undefined, 2)),
		fc.constantFrom('\n', '{"a":1}{"b":2}\n', ' {"a":"}\\n{"}\n', '{"é":"☃"}\n'),
	);
	fc.assert(
		fc.property(fc.array(piece), fc.integer({min: 1, max: 60}), (pieces, size) => {
			const bytes = Buffer.from(pieces.join(''));
			expect(read(bytes, size).messages).toEqual(split(bytes, size).messages);
		}),
	);
});

test.each([
	['text', 'hello\n', 'text that is no JSON'],
	['a list', '[1]\n', 'a message that is no object'],
	['too long a line', `{"a":"${'x'.repeat(5000)}"}\n`, 'a message longer than 5000 bytes'],
	['too long a line in bytes', `{"a":"${'é'.repeat(2600)}"}\n`, 'a message longer than 5000 bytes'],
	['too deep a line', `${'{"a":'.repeat(11)}1${'}'.repeat(11)}\n`, 'a message nested deeper than 10'],
	['too many values', `{"a":[${'0,'.repeat(300)}0]}\n`, 'a message of more than 200 values'],
	['broken JSON', '{"a":}\n', 'a message that is no JSON'],
])('%s ends what comes, after the messages before', (_what, text, message) => {
	const bytes = Buffer.from(`{"a":1}\n${text}{"b":2}\n`);
	expect(read(bytes, bytes.length)).toEqual({messages: [{a: 1}], fault: message});
});

test('brackets in the strings of a line do not count', () => {
	const text = '[{'.repeat(30);
	expect(read(Buffer.from(`{"a":"${text}"}\n`), 1000)).toEqual({messages: [{a: text}]});
});
