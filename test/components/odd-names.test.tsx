import {describe, expect, test} from 'vitest';
import {renderFrame} from '../../source/app/frame.tsx';
import {pageNames} from '../../source/columns/columns.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {textWidth} from '../../source/text/fit-text.ts';
import {nameFamilies, visibleTextOf} from '../helpers/name-families.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const oddNames = [
	'กำลัง-ຄຳ-ที่เก็บข้อมูลของลูกค้ารายใหญ่',
	'क्षत्रिय-ക്ഷ-각각-กำ-и\u0306'.repeat(3),
	'\u0600\uFFF9\u200B\u2060\u00ADweb',
	'👩‍👩‍👧'.repeat(20),
	'ﾊﾟﾝ…–“’·│'.repeat(5),
	'\u001B[31mred\u009B0m\u202Edoow',
	'a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309'.repeat(10),
];

const rows = 24;

/** Frames of all pages at many widths, drawn by Ink. */
const framesOf = (names: readonly string[], ascii: boolean) => {
	const domains = names.map((name, index) =>
		aDomain(cleanText(name), {
			key: `${index}`,
			disks: [aDisk(cleanText(name), {source: `/srv/${cleanText(name)}/vda.raw`})],
		}),
	);
	const usage = usageWith(...domains);
	return [60, 97, 200].flatMap((columns) =>
		pageNames.map((page) => ({
			columns,
			page,
			lines: renderFrame(usage, someView({page}), {ascii, colour: false}, {columns, rows}).split('\n'),
		})),
	);
};

const families: Readonly<Record<string, readonly string[]>> = {
	'odd ones': oddNames,
	...Object.fromEntries(
		['wide letters alone', 'marks and pictures', 'spaces at the end', '64 letters'].map((family) => [
			family,
			Array.from({length: 12}, (_, index) => nameFamilies[family]?.(index) ?? ''),
		]),
	),
};

describe.each([
	['in ASCII', true],
	['with all letters', false],
])('frames of odd names %s', (_, ascii) => {
	test.each(Object.entries(families))(
		'have no line too wide, no cut but ours, and no two rows alike: %s',
		(_family, names) => {
			for (const {columns, page, lines} of framesOf(names, ascii)) {
				expect(lines.length).toBeLessThanOrEqual(rows);
				for (const line of lines) {
					expect(textWidth(line), line).toBeLessThanOrEqual(columns);
					expect(!ascii || /^[ -~]*$/.test(line), line).toBe(true);
				}

				const start = lines.findIndex((line) => line.startsWith(' NAME'));
				const shown = lines
					.slice(start + 1, start + 1 + names.length)
					.map((line) => visibleTextOf(line.slice(1)));
				if (['domains', 'disks', 'memory'].includes(page)) {
					expect(new Set(shown).size, lines.join('\n')).toBe(names.length);
				}
			}
		},
	);
});
