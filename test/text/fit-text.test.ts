import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {fitText, textWidth} from '../../source/text/fit-text.ts';

test('textWidth counts columns of the terminal', () => {
	expect(textWidth('web-01')).toBe(6);
	expect(textWidth('')).toBe(0);
	expect(textWidth('データ')).toBe(6);
	expect(textWidth('é')).toBe(1);
	expect(textWidth('👩‍👩‍👧')).toBe(2);
	expect(textWidth('\u{FFFD}')).toBe(1);
});

describe('fitText', () => {
	test('pads on the other side', () => {
		expect(fitText('web', 6, 'left')).toBe('web   ');
		expect(fitText('web', 6, 'right')).toBe('   web');
		expect(fitText('web', 3, 'left')).toBe('web');
	});

	test('cuts with an ellipsis, under ascii with a tilde', () => {
		expect(fitText('database', 5, 'left')).toBe('data…');
		expect(fitText('database', 5, 'left', true)).toBe('data~');
		expect(fitText('database', 1, 'left')).toBe('…');
		expect(fitText('database', 0, 'left')).toBe('');
	});

	test('never cuts a wide character in two', () => {
		expect(fitText('データベース', 6, 'left')).toBe('デー… ');
		expect(fitText('データベース', 7, 'left')).toBe('データ…');
		expect(fitText('データ', 8, 'right')).toBe('  データ');
	});

	test('under ascii writes a question mark for what is not', () => {
		expect(fitText('café-データ', 8, 'left', true)).toBe('caf?-???');
		expect(fitText('a👍b', 4, 'left', true)).toBe('a?b ');
	});

	test('is exactly as wide as asked, whatever the text', () => {
		const text = fc.string({unit: 'grapheme', maxLength: 30});
		fc.assert(
			fc.property(
				text,
				fc.nat(20),
				fc.constantFrom('left', 'right'),
				fc.boolean(),
				(any, width, align, ascii) => {
					const fitted = fitText(any, width, align, ascii);
					expect(stringWidth(fitted)).toBe(width);
					expect(!ascii || /^[\u0020-\u007E]*$/.test(fitted)).toBe(true);
				},
			),
		);
	});

	test('leaves alone what fits', () => {
		fc.assert(
			fc.property(fc.string({maxLength: 30}), (text) => {
				expect(fitText(text, textWidth(text) + 2, 'left')).toBe(`${text}  `);
			}),
		);
	});
});
