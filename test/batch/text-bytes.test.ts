import {describe, expect, test} from 'vitest';
import {createTextBytes} from '../../source/batch/text-bytes.ts';
import {textOf} from '../helpers/batch-lines.ts';

const isLetter = Uint8Array.from({length: 0x80}, (_, code) =>
	/[a-z]/.test(String.fromCharCode(code)) ? 1 : 0,
);

const piece = new TextEncoder().encode('piece;');

describe('a text of bytes', () => {
	test('has what was written, in that order, however much it is', () => {
		const text = createTextBytes();
		let expected = '';
		for (let round = 0; round < 5000; round++) {
			text.piece(piece);
			text.character(0x2c);
			text.number(round / 8);
			text.plain('plain', isLetter);
			text.text('é\u2028😀');
			expected += `piece;,${round / 8}plainé\u2028😀`;
		}

		expect(textOf(text.written())).toBe(expected);
	});

	test('begins anew', () => {
		const text = createTextBytes();
		text.text('before');
		text.clear();
		expect(text.written().length).toBe(0);
		text.text('now');
		expect(textOf(text.written())).toBe('now');
	});

	test('takes a plain text only if all of it is plain', () => {
		const text = createTextBytes();
		expect(['abc', 'abC', 'abé', ''].map((one) => text.plain(one, isLetter))).toEqual([
			true,
			false,
			false,
			true,
		]);
		expect(textOf(text.written())).toBe('abc');
	});

	test('puts a character in the place of the last one, where that is the given one', () => {
		const text = createTextBytes();
		text.text('[1,');
		text.characterFor(0x2c, 0x5d);
		text.characterFor(0x2c, 0x5d);
		expect(textOf(text.written())).toBe('[1]]');
	});

	test('has no half of a surrogate pair', () => {
		const text = createTextBytes();
		text.text('a\uD800b');
		expect(textOf(text.written())).toBe('a\uFFFDb');
	});
});
