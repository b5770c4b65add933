import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {letterWidth} from '../../source/text/fit-text.ts';
import {isNarrow, isSteady} from '../../source/text/steady-letters.ts';

const units = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code));
const steady = units.filter(isSteady);
const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

test('ASCII, letters of Europe and Asia, and all that domtop writes itself are steady', () => {
	expect(isSteady('db-01 münchen Ωμέγα Москва データ 数据库 가나 –—…→›≥≤“”’·│▴▾▁█')).toBe(true);
	expect(isNarrow('db-01 münchen – ▁█')).toBe(true);
	expect(isNarrow('データ')).toBe(false);
});

test('every table gives a steady letter the same width', () => {
	const widths = steady.map((letter) => [letter, letterWidth(letter), stringWidth(letter)] as const);
	expect(
		widths.filter(([letter, ...both]) => both.some((one) => one !== (isNarrow(letter) ? 1 : 2))),
	).toEqual([]);
});

test('a steady letter is seen, and joins with no other', () => {
	expect(steady.filter((letter) => /[\p{M}\p{C}\p{Default_Ignorable_Code_Point}]/u.test(letter)).length).toBe(
		steady.filter((letter) => /\p{Co}/u.test(letter)).length,
	);
	for (const before of ['a', '가', 'か', '\uE000']) {
		const text = steady.map((letter) => before + letter).join('');
		expect([...segmenter.segment(text)].length).toBe(text.length);
	}
});

test('what is not steady: controls, marks, pictures, letters of two code units', () => {
	for (const text of ['\u001B', '\t', 'e\u0301', '\u00AD', '\u200B', '👍', '❤\uFE0F', '©', 'ำ', 'ﾊﾟ', 'ᄀ']) {
		expect(isSteady(text), text).toBe(false);
	}
});
