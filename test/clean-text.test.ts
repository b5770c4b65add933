import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cleanText} from '../source/clean-text.ts';
import {anyText} from './helpers/any-text.ts';

describe('cleanText', () => {
	test('leaves letters of all kinds alone', () => {
		for (const text of ['web-01', 'データベース', 'café', '👩‍👩‍👧', 'a b', '–…', '']) {
			expect(cleanText(text)).toBe(text);
		}
	});

	test('nothing is left that moves a cursor, ends a line or turns the writing round', () => {
		expect(cleanText('\u001B[2J\u0007a\r\nb\tc')).toBe('\uFFFD[2J\uFFFDa\uFFFD\uFFFDb\uFFFDc');
		expect(cleanText('\u009B2J\u007F\u0000')).toBe('\uFFFD2J\uFFFD\uFFFD');
		expect(cleanText('a\u202Eb\u2066c\u200Fd\u2028e')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe');
		expect(cleanText('\uD800a\uDC00')).toBe('\uFFFDa\uFFFD');
	});

	test('is one line of well-formed text, as long as before, and stays as it is', () => {
		fc.assert(
			fc.property(anyText(), (text) => {
				const clean = cleanText(text);
				expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
				expect(clean.isWellFormed()).toBe(true);
				expect(clean.length).toBe(text.length);
				expect(cleanText(clean)).toBe(clean);
			}),
		);
	});
});
