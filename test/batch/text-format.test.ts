import {describe, expect, test} from 'vitest';
import {textLines} from '../../source/batch/text-format.ts';
import type {PageName} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {defaultSort} from '../../source/columns/rows.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {nameFamilies, visibleTextOf} from '../helpers/name-families.ts';
import {
	aDisk,
	aDomain,
	aReading,
	aSample,
	momentAt,
	usageAfter,
	usageWith,
} from '../helpers/sample-builder.ts';

const lines = (
	usage: Usage,
	{
		page = 'domains',
		chosen,
		ascii = false,
	}: {page?: PageName; chosen?: readonly string[]; ascii?: boolean} = {},
): readonly string[] =>
	textLines(usage, page, chosen, {sort: defaultSort[page], reverse: false, filter: ''}, ascii);

const problem = {kind: 'silent', domain: 'web', message: 'It does not answer.', advice: 'Look at it.'};

test('a block is a summary, the headers, a line a row, and one a problem', () => {
	const refresh = (at: number) => [
		aReading(
			aSample(
				[
					aDomain('web', {at, cpuSeconds: at / 2, memory: {currentKiB: 2 ** 20}}),
					aDomain('db', {state: 'paused', at}),
				],
				{host: {at, cpuSeconds: at * 2}, problems: [problem, {...problem, domain: undefined}]},
			),
		),
	];
	expect(lines(usageAfter([refresh(100), refresh(101)]), {chosen: ['name', 'state', 'cpu', 'mem']})).toEqual([
		'2026-11-20T12:00:01.000Z alpha: 2 domains, 1 running; CPU 200% of 800%; memory 16G, given 1.0G, free 4.0G',
		'NAME                         STATE     ▾CPU%   MEM',
		'web                          running    50.0  1.0G',
		'db                           paused        –     –',
		'! web: It does not answer. Look at it.',
		'! It does not answer. Look at it.',
	]);
});

describe('a block', () => {
	test('cuts no name, and has no two lines alike', () => {
		for (const [family, nameOf] of Object.entries(nameFamilies)) {
			const names = Array.from({length: 20}, (_, index) => nameOf(index));
			const usage = usageWith(
				...names.map((name) => aDomain(name, {disks: [aDisk(name, {source: `/srv/${name}/a.raw`})]})),
			);
			for (const page of pageNames) {
				const rows = lines(usage, {page}).slice(2);
				expect(new Set(rows.map(visibleTextOf)).size, family).toBe(rows.length);
				const ascii = lines(usage, {page, ascii: true}).slice(2);
				expect(new Set(ascii).size, family).toBe(rows.length);
				if (names.every((name) => name === name.trimEnd()) && rows.length > 0) {
					expect(names.filter((name) => !rows.some((row) => row.startsWith(name)))).toEqual([]);
				}
			}
		}
	});

	test('of nothing read says that nothing is known', () => {
		expect(lines(usageOf(undefined, [aReading(undefined)], momentAt(100)))[0]).toBe(
			'2026-11-20T12:00:00.000Z no host: 0 domains, 0 running; CPU –% of –%; memory –, given –, free –',
		);
	});

	test('says that its host is made up', () => {
		const usage = usageAfter([[aReading(aSample([]), {simulated: true})]]);
		expect(lines(usage)[0]).toContain('SIMULATED - not this machine; alpha');
	});

	test('shows every column that was asked for, however many', () => {
		for (const page of pageNames) {
			const chosen = columns[page].map(({key}) => key);
			const [, header = ''] = lines(usageWith(aDomain('web')), {page, chosen});
			for (const column of columns[page]) {
				expect(header, `${page} ${column.key}`).toContain(column.header);
			}
		}
	});

	test('has one line a row, whatever names are like, and no space at the ends', () => {
		const usage = usageWith(aDomain('データ'), aDomain('a'.repeat(100)), aDomain(''));
		expect(lines(usage).length).toBe(5);
		expect(lines(usage).filter((line) => /\s$/.test(line))).toEqual([]);
	});

	test('under ascii holds nothing else, problems and hosts included', () => {
		const usage = usageAfter([
			[
				aReading(
					aSample([aDomain('web', {name: 'データ', disks: [aDisk('é')]})], {
						host: {name: 'høst'},
						problems: [{...problem, message: 'データ does not answer – yet.'}],
					}),
				),
			],
		]);
		for (const page of pageNames) {
			for (const line of lines(usage, {page, ascii: true})) {
				expect(line).toMatch(/^[\u0020-\u007E]*$/);
			}
		}

		expect(lines(usage, {ascii: true}).at(-1)).toBe('! ??? does not answer ? yet. Look at it.');
	});
});
