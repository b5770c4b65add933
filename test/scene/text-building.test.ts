import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {packParts} from '../../source/scene/pack-parts.ts';
import {promptText} from '../../source/scene/prompt-text.ts';
import {statesText} from '../../source/scene/states-text.ts';
import {fitMiddle} from '../../source/text/cut-forms.ts';
import {textWidth} from '../../source/text/fit-text.ts';
import {flowText} from '../../source/text/flow-text.ts';
import {graph, highest} from '../../source/text/graph.ts';
import {sparkline} from '../../source/text/sparkline.ts';
import {asciiText} from '../../source/text/terminal-style.ts';
import {wrapText} from '../../source/text/wrap-text.ts';
import type {Totals} from '../../source/usage/totals.ts';
import {sliceLimit, sliceRatio} from '../helpers/longest-slice.ts';

const words = fc.string({unit: fc.constantFrom('a', 'b', ' ', '日', '한', 'é'), maxLength: 200});

describe('wrapText', () => {
	test('breaks between words, and inside one that is too long', () => {
		expect(wrapText('one two three', 7)).toEqual(['one two', 'three']);
		expect(wrapText('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
		expect(wrapText('', 10)).toEqual(['']);
	});

	test.each([
		['marks', '\u0301'],
		['letters of one word', 'x'],
		['wide letters', '日'],
		['words', 'x '],
	])('takes sixteen times the time for sixteen times as many %s', async (_, part) => {
		const text = part.repeat(500);
		const longer = text.repeat(16);
		expect(
			await sliceRatio(
				() => wrapText(text, 80),
				() => wrapText(longer, 80),
				16,
			),
		).toBeLessThan(sliceLimit);
	});

	test('loses no letter, and no line is too wide', () => {
		fc.assert(
			fc.property(words, fc.integer({min: 2, max: 40}), (text, width) => {
				const lines = wrapText(text, width);
				expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width);
				expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
			}),
		);
	});
});

test('flowText keeps each part whole where it fits', () => {
	expect(flowText(['aa', 'bb', 'cc'], 6)).toEqual(['aa  bb', 'cc']);
	expect(flowText([], 6)).toEqual([]);
});

describe('graph', () => {
	test('the newest point is at the right end, as high as its part of the whole', () => {
		expect(graph([0, 4, 8], 5, 2, 8, false)).toEqual(['    █', '  ▁██']);
	});

	test('unknown is a gap, and 0 is not', () => {
		expect(graph([1, Number.NaN, 0], 3, 1, 1, false)).toEqual(['█ ▁']);
	});

	test('in ASCII it has the same shape', () => {
		expect(graph([0, 4, 8], 5, 2, 8, true)).toEqual(['    #', '  .##']);
	});

	test('is always as large as asked', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.double({noNaN: false}), fc.constant(0)), {maxLength: 150}),
				fc.integer({min: 1, max: 130}),
				fc.integer({min: 1, max: 9}),
				(points, width, rows) => {
					const lines = graph(points, width, rows, highest(points, width), false);
					expect(lines).toHaveLength(rows);
					expect(lines.every((line) => line.length === width)).toBe(true);
				},
			),
		);
	});
});

test('sparkline shows the last points against a common full height', () => {
	expect(sparkline([9, 0, 50, 100, Number.NaN, 200], 5, 100, false)).toBe('▁▅█ █');
	expect(sparkline([0, 100], 4, 100, true)).toBe('  _#');
	expect(sparkline([0, 0], 2, 0, false)).toBe('▁▁');
});

test('highest knows no unknown', () => {
	expect(highest([9, Number.NaN, 3], 2)).toBe(3);
	expect(highest([], 5)).toBe(0);
});

describe('packParts', () => {
	const left = [
		{text: 'one', rank: 0},
		{text: 'two', rank: 2},
	];
	const right = [{text: 'three', rank: 1}];
	const line = (width: number): string =>
		packParts(left, right, width)
			.map(({text}) => text)
			.join('');

	test('fills the line, and leaves out the least important first', () => {
		expect(line(20)).toBe('one  two       three');
		expect(line(12)).toBe('one    three');
		expect(line(7)).toBe('one    ');
		expect(line(2)).toBe('o…');
	});

	test('in ASCII it is as wide as asked, whatever that makes of wide letters and marks', () => {
		const odd = [
			{text: '日本 e\u0301\u0302', rank: 0},
			{text: '–', rank: 1},
		];
		const text = packParts(odd, right, 20, true)
			.map((part) => part.text)
			.join('');
		expect(text).toBe('?? e??  -      three');
		expect(packParts(odd.slice(0, 1), [], 4, true)).toEqual([{text: '?? ~', rank: 0}]);
	});
});

describe('statesText', () => {
	const totals = {states: {running: 20, idle: 3, crashed: 1, shutoff: 2}, old: 2} as unknown as Totals;

	test('names as many states as there is room for', () => {
		expect(statesText(totals, 80)).toBe('26 domains: 23 running, 1 crashed, 2 off; 2 not answering');
		expect(statesText(totals, 50)).toBe('26 domains: 23 running, 3 other; 2 not answering');
		expect(statesText(totals, 30)).toBe('26 domains; 2 not answering');
		expect(statesText(totals, 12)).toBe('26 domains');
	});
});

test('what is typed into a prompt is always seen, however long the name is', () => {
	for (const width of [20, 30, 60, 80]) {
		const text = promptText(
			{
				kind: 'period',
				text: '120',
				subject: {rowKey: '', incarnation: '', name: 'n'.repeat(100), period: 5},
			},
			width,
			(name, room) => fitMiddle(name, Math.max(5, Math.min(room, name.length))),
		);
		expect(textWidth(text)).toBeLessThanOrEqual(width);
		expect(text).toMatch(/120_$/);
	}
});

test('what is typed into a prompt may be anything, and moves no cursor', () => {
	for (const width of [10, 30, 80]) {
		const text = promptText(
			{kind: 'filter', text: '\u001B[31m\r\u009B\u202Ex', beyond: 3},
			width,
			(name) => name,
		);
		expect(text).toMatch(/^[^\p{Cc}\u202E]*$/u);
		expect(text).toMatch(/x…_$/);
	}
});

test('our typography has ASCII of the same width', () => {
	const text = '– … → › ≤ “x” ’ · │';
	expect(asciiText(text)).toMatch(/^[ -~]*$/);
	expect(asciiText(text)).toHaveLength(text.length);
});
