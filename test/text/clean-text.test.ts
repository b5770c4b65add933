import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {cleanText, isClean, textLimits} from '../../source/text/clean-text.ts';
import {anyText} from '../helpers/any-text.ts';

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

	test('nothing is left that is not seen: names that look the same are the same', () => {
		for (const unseen of [
			...'\u00AD\u034F\u0600\u06DD\u070F\u08E2\u115F\u1160\u17B4\u180E\u200B\u200C\u200D\u2060\u2800\u3164',
			...'\uFE0F\uFEFF\uFFA0\uFFF9\u{E0041}\u{E0100}\u{110BD}\u{1D173}',
			...'\u00A0\u2003\u202F',
		]) {
			expect(cleanText(`web${unseen}01`)).toBe('web\uFFFD01');
		}
	});

	test('an emoji stays whole, with what joins it, and nothing of it stands elsewhere', () => {
		for (const emoji of ['👩‍👩‍👧', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇩🇪', '👍🏽', '1️⃣', '🏳️‍🌈', '👩🏽‍❤️‍💋‍👩🏽', '👨‍👩‍👧‍👦', '⛹🏽‍♀️']) {
			expect(cleanText(`a${emoji}b`)).toBe(`a${emoji}b`);
		}

		expect(cleanText('1\u20E3')).toBe('1\uFFFD');
		expect(cleanText('a\u200Db')).toBe('a\uFFFDb');
		expect(cleanText('⌚\uFE0F')).toBe('⌚\uFFFD');
		expect(cleanText('👩\u200D')).toBe('👩\uFFFD');
		expect(cleanText(`🏴\u{E0067}\u{E0078}\u{E007F}`)).toBe('🏴\uFFFD\uFFFD\uFFFD');
	});

	test('ordinary texts of many scripts stay as they are', () => {
		for (const text of [
			'กำลัง',
			'ຄຳ',
			'क्षत्रिय',
			'မြန်မာ',
			'شبكة',
			'ქართული',
			'한국',
			'각',
			'nǐ hǎo',
			'e\u0301',
		]) {
			expect(cleanText(text)).toBe(text);
		}
	});

	test('a text of ASCII alone is cut at its limit', () => {
		fc.assert(
			fc.property(
				fc.string({unit: 'grapheme-ascii', maxLength: 60}),
				fc.integer({min: 1, max: 20}),
				(text, limit) => {
					expect(cleanText(text, limit)).toBe(text.length > limit ? `${text.slice(0, limit - 1)}…` : text);
					expect(cleanText(`${text}\u202E`, limit)).toBe(
						text.length < limit ? `${text}\uFFFD` : `${text.slice(0, limit - 1)}…`,
					);
				},
			),
		);
	});

	test('a long text is cut where it is seen, in whole letters', () => {
		expect(cleanText('a'.repeat(256))).toBe('a'.repeat(256));
		expect(cleanText('a'.repeat(257))).toBe(`${'a'.repeat(255)}…`);
		expect(cleanText('日'.repeat(5000), textLimits.path)).toBe(`${'日'.repeat(4095)}…`);
		expect(cleanText('👩‍👩‍👧'.repeat(52))).toBe(`${'👩‍👩‍👧'.repeat(51)}…`);
	});

	test('no letter bears more than eight marks, and no mark is without one', () => {
		const acute = '\u0301';
		expect(cleanText(`a${acute.repeat(8)}b`)).toBe(`a${acute.repeat(8)}b`);
		expect(cleanText(`a${acute.repeat(2000)}b`)).toBe(`a${acute.repeat(8)}\uFFFD…`);
		expect(cleanText(`a${acute.repeat(20)}b`)).toBe(`a${acute.repeat(8)}\uFFFDb`);
		expect(cleanText(`${acute}a`)).toBe('\uFFFDa');
	});

	test.each([
		['letters', 'x'],
		['marks', '\u0301'],
		['emoji', '👩‍👩‍👧'],
		['what is replaced', '\u200B'],
	])('8 MB of %s are no more work than what is kept of them', (_, part) => {
		let read = 0;
		const endless = {
			length: 8_000_000,
			slice: (start: number, end: number) => {
				read += end - start;
				return part.repeat(Math.ceil(end / part.length)).slice(start, end);
			},
		} as unknown as string;
		expect([...cleanText(endless)].length).toBeLessThanOrEqual(256);
		expect(read).toBeLessThan(1000);
	});

	test('is one line of well-formed text, no longer than before, and stays as it is', () => {
		fc.assert(
			fc.property(anyText(40), fc.constantFrom(256, 12), (text, limit) => {
				const clean = cleanText(text, limit);
				expect(clean).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Cn}]/u);
				expect(clean.isWellFormed()).toBe(true);
				expect([...clean].length).toBeLessThanOrEqual(Math.min([...text].length, limit));
				expect(cleanText(clean, limit)).toBe(clean);
				expect(isClean(clean)).toBe(true);
			}),
		);
	});
});
