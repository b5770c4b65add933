import {readFileSync} from 'node:fs';
import xterm from '@xterm/headless';
import {describe, expect, test} from 'vitest';
import {cleanText} from '../../source/text/clean-text.ts';
import {textWidth} from '../../source/text/fit-text.ts';

const surrogates = {first: 0xd8_00, last: 0xdf_ff};

/** Every code point that cleaning keeps after a letter. */
const kept = Array.from({length: 0x11_00_00}, (_, code) => code)
	.filter((code) => code < surrogates.first || code > surrogates.last)
	.map((code) => String.fromCodePoint(code))
	.filter((letter) => cleanText(`a${letter}`) === `a${letter}`);

/** What tmux 3.3a moved its cursor by, measured for each code point after a letter. */
const measured = (): ReadonlyMap<number, number> => {
	const text = readFileSync(new URL('../fixtures/widths/tmux-3.3a.txt', import.meta.url), 'utf8');
	const widths = new Map<number, number>();
	for (const [, first = '', last = '', width] of text.matchAll(/([\dA-F]+)-([\dA-F]+):(\d)/g)) {
		for (let code = Number.parseInt(first, 16); code <= Number.parseInt(last, 16); code += 1) {
			widths.set(code, Number(width));
		}
	}

	return widths;
};

/** How far each moves the cursor of an xterm.js after a letter. */
const movedBy = async (letters: readonly string[]): Promise<readonly number[]> => {
	const terminal = new xterm.Terminal({cols: 80, rows: 4, allowProposedApi: true});
	const columns: number[] = [];
	terminal.onData((reply) => {
		columns.push(...[...reply.matchAll(/;(\d+)R/g)].map((match) => Number(match[1]) - 2));
	});
	const ask = letters.map((letter) => `\r\u001B[Ka${letter}\u001B[6n`);
	for (let start = 0; start < ask.length; start += 5000) {
		await new Promise<void>((resolve) => {
			terminal.write(ask.slice(start, start + 5000).join(''), resolve);
		});
	}

	return columns;
};

/** What its table, of Unicode 6, does not have yet: emoji are wide, marks take no room. */
const isYounger = (letter: string): boolean => /^[\p{Emoji_Presentation}\p{M}]$/u.test(letter);

describe('each letter that is kept takes the columns', () => {
	test('that tmux draws it in', () => {
		const widths = measured();
		const differ = kept.filter((letter) => textWidth(letter) !== widths.get(letter.codePointAt(0) ?? 0));
		expect(kept.length).toBeGreaterThan(100_000);
		expect(differ).toEqual([]);
	});

	test('that xterm.js draws it in', async () => {
		const letters = kept.filter((letter) => letter.length === 1 && !isYounger(letter));
		const moved = await movedBy(letters);
		expect(moved).toHaveLength(letters.length);
		expect(letters.filter((letter, index) => textWidth(letter) !== moved[index])).toEqual([]);
	});

	test('an emoji takes two, whatever it is made of', () => {
		const emoji = ['👩‍👩‍👧', '❤️', '🇩🇪', '🇦🇦', '👍🏽', '1️⃣', '🏳️‍🌈', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
		expect(emoji.map(textWidth)).toEqual(emoji.map(() => 2));
	});

	test('and a text takes as many as its letters: conjuncts, vowels in parts, jamo', async () => {
		const texts = ['กำลัง', 'ຄຳ', 'क्षत्रिय', 'ക്ഷ', '각각', 'n\u0303o', 'ﾊﾟﾝ', 'دبي', '日本語', 'ไทย–x…'];
		expect(texts.map((text) => cleanText(text))).toEqual(texts);
		expect(texts.map(textWidth)).toEqual((await movedBy(texts)).map((moved) => moved));
	});
});
