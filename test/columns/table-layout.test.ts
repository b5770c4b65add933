import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {type Column, rawContext} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {placeColumns} from '../../source/columns/place-columns.ts';
import {cellText, headerLine, tableLine} from '../../source/columns/table-layout.ts';
import type {Domain} from '../../source/model/sample.ts';
import {aRow} from '../helpers/rows-builder.ts';

const keys = (page: keyof typeof columns, width: number, chosen?: readonly string[], requests = false) =>
	placeColumns(columns[page], {chosen, requests}, width).map(({column}) => column.key);

const totalWidth = (placed: ReturnType<typeof placeColumns>): number =>
	placed.reduce((sum, {width}) => sum + width + 1, -1);

const find = (page: keyof typeof columns, key: string): Column => {
	const column = columns[page].find((one) => one.key === key);
	if (!column) {
		throw new Error(`${page} has no column ${key}`);
	}

	return column;
};

describe('placeColumns', () => {
	test('at 80 columns the domains page shows who, how much, and where it hurts', () => {
		expect(keys('domains', 80)).toEqual([
			'name',
			'state',
			'age',
			'cpu',
			'mem',
			'rd',
			'wr',
			'busiest',
			'busiestrate',
			'latency',
		]);
	});

	test('columns come back as there is room, and only those that have a priority', () => {
		for (const page of pageNames) {
			const all = columns[page].filter(({priority}) => priority !== undefined).map(({key}) => key);
			expect(keys(page, 400)).toEqual(all);
			for (const [narrow, wide] of [
				[60, 80],
				[80, 120],
				[120, 200],
			] as const) {
				expect(keys(page, wide)).toEqual(expect.arrayContaining(keys(page, narrow)));
			}
		}
	});

	test('the name is the last to leave', () => {
		for (const page of pageNames) {
			expect(keys(page, 12)[0]).toBe('name');
		}
	});

	test('what is left over goes to those that can use it', () => {
		const [name] = placeColumns(columns.domains, {requests: false}, 400);
		expect([name?.column.key, name?.width]).toEqual(['name', 28]);
	});

	test('a column that is shown only where a person asks for it stands there, also where there is little room', () => {
		const byThemselves = columns.domains.filter(({priority}) => priority !== undefined).map(({key}) => key);
		for (const width of [59, 79]) {
			const shown = keys('domains', width, [...byThemselves, 'id', 'user']);
			expect(shown).toEqual(expect.arrayContaining(['name', 'cpu', 'id', 'user']));
		}

		// Where there is no room for both, the last chosen steps aside.
		expect(keys('domains', 22, ['name', 'id', 'uuid'])).toEqual(['name', 'id']);
	});

	test('chosen columns stand in their order, those without a priority too', () => {
		expect(keys('domains', 200, ['uuid', 'cpu', 'name'])).toEqual(['uuid', 'cpu', 'name']);
		expect(keys('domains', 200, ['nosuch', 'cpu'])).toEqual(['cpu']);
	});

	test('requests take the place of bytes, with its priority', () => {
		for (const width of [60, 80, 120, 200]) {
			const swap: Readonly<Record<string, string>> = {
				rd: 'rdrq',
				wr: 'wrrq',
				rx: 'rxpk',
				tx: 'txpk',
				rdrq: 'rd',
				wrrq: 'wr',
				rxpk: 'rx',
				txpk: 'tx',
			};
			expect(keys('domains', width, undefined, true)).toEqual(
				keys('domains', width).map((key) => swap[key] ?? key),
			);
		}
	});

	test('is never wider than asked, at every width, and leaves no column out that fits', () => {
		for (const page of pageNames) {
			for (let width = 12; width <= 300; width++) {
				const placed = placeColumns(columns[page], {requests: false}, width);
				expect(totalWidth(placed), `${page} at ${width}`).toBeLessThanOrEqual(width);
				expect(placed.length).toBeGreaterThanOrEqual(keys(page, width - 1).length);
			}
		}
	});

	test('is never wider than asked, at any width, with any choice', () => {
		const choice = fc.constantFrom(...pageNames).chain((page) =>
			fc.record({
				page: fc.constant(page),
				chosen: fc.option(fc.subarray(columns[page].map(({key}) => key)), {nil: undefined}),
				requests: fc.boolean(),
				width: fc.oneof(fc.constantFrom(60, 80, 200), fc.integer({min: 1, max: 300})),
			}),
		);
		const name = fc.string({unit: 'grapheme', maxLength: 60});
		fc.assert(
			fc.property(choice, name, fc.boolean(), ({page, chosen, requests, width}, text, ascii) => {
				const placed = placeColumns(columns[page], {chosen, requests}, width);
				expect(Math.max(0, totalWidth(placed))).toBeLessThanOrEqual(width);
				const sort = placed[0]?.column.key ?? '';
				for (const line of [
					tableLine(placed, aRow({name: text}), rawContext, ascii),
					headerLine(placed, sort, false, ascii),
				]) {
					expect(stringWidth(line)).toBe(Math.max(0, totalWidth(placed)));
				}
			}),
		);
	});
});

describe('cellText', () => {
	test('unknown has its sign, 0 is 0', () => {
		expect(cellText(find('domains', 'cpu'), aRow(), rawContext, false)).toBe('–');
		expect(cellText(find('domains', 'cpu'), aRow(), rawContext, true)).toBe('-');
		expect(cellText(find('domains', 'vcpus'), aRow({vcpuCount: 0}), rawContext, false)).toBe('0');
	});

	test('what is no number is unknown', () => {
		for (const cpuSeconds of [Number.NaN, Number.POSITIVE_INFINITY]) {
			expect(cellText(find('domains', 'time'), aRow({cpuSeconds}), rawContext, false)).toBe('–');
		}
	});

	test('a number is never cut, however long: a cut number would be a wrong one', () => {
		const big = 2 ** 60;
		const seconds = big / 1e9;
		const disk = {
			name: 'vda',
			...Object.fromEntries(
				['read', 'write', 'flush', 'discard', 'waited'].map((what) => [`${what}Requests`, big]),
			),
			errors: big,
			readBytes: big,
			writeBytes: big,
			readTimeSeconds: seconds,
			writeTimeSeconds: seconds,
			flushTimeSeconds: seconds,
			physicalSectorBytes: 4096,
		};
		const nic = {
			name: 'tap0',
			...Object.fromEntries(
				['Bytes', 'Packets', 'Errors', 'Drops'].flatMap((what) => [
					[`receive${what}`, big],
					[`transmit${what}`, big],
				]),
			),
		};
		const domain: Partial<Domain> = {
			id: 4_194_304,
			cpuSeconds: seconds,
			vcpuCount: 4096,
			memory: {
				currentKiB: big,
				maximumKiB: big,
				targetKiB: big,
				residentKiB: big,
				period: 999 * 86_400,
				statsAge: 3e8,
				stats: [
					{tag: 'unused', value: big},
					{tag: 'major_fault', value: big},
					{tag: 'minor_fault', value: big},
					{tag: 'swap_in', value: big},
				],
			},
		};
		const row = aRow(domain, {disk, nic, vcpu: {index: 4095, cpuSeconds: seconds, waitSeconds: seconds}});
		for (const page of pageNames) {
			for (const column of columns[page].filter(({kind}) => kind !== 'text')) {
				const text = cellText(column, row, rawContext, false, column.width);
				expect(text.length, `${page} ${column.key}: ${text}`).toBeLessThanOrEqual(column.width);
			}
		}
	});
});

test('tableLine takes a unit for a whole number that has no room', () => {
	const placed = placeColumns(columns.nics, {chosen: ['nic', 'rxpackets'], requests: false}, 40);
	const row = aRow({}, {nic: {name: 'tap0', receivePackets: 12_345_678_901}});
	expect(tableLine(placed, row, rawContext, false)).toBe('tap0                  12g');
});

describe('the mark of a disk whose bytes depend on the size of a sector', () => {
	const line = (
		name: string,
		physicalSectorBytes: number | undefined,
		width: number,
		ascii = false,
	): string =>
		tableLine(
			[{column: find('disks', 'disk'), width}],
			aRow({}, {disk: {name, readSectors: 1, physicalSectorBytes}}),
			rawContext,
			ascii,
		);

	test('stands behind its name', () => {
		expect(line('xvdb', 4096, 8)).toBe('xvdb*   ');
		expect(line('xvdb', 4096, 8, true)).toBe('xvdb*   ');
		expect(line('xvdb', 512, 8)).toBe('xvdb    ');
		expect(line('xvdb', undefined, 8)).toBe('xvdb    ');
	});

	test('outlives a cut, and never makes the cell wider', () => {
		expect(line('xvdaa15', 4096, 8)).toBe('xvdaa15*');
		expect(line('vbd-268439552', 4096, 8)).toBe('vbd-26…*');
		expect(line('vbd-268439552', 4096, 8, true)).toBe('vbd-26~*');
		expect(line('日本語ディスク', 4096, 8)).toBe('日本語…*');
		for (let width = 1; width < 12; width++) {
			const text = line('データ disk', 4096, width);
			expect([stringWidth(text), text.includes('*')]).toEqual([width, true]);
		}
	});
});

describe('headerLine', () => {
	const header = (all: readonly Column[], sort: string, reverse = false, ascii = false): string =>
		headerLine(
			all.map((column) => ({column, width: column.width})),
			sort,
			reverse,
			ascii,
		);
	const some = [find('domains', 'name'), find('domains', 'cpu'), find('domains', 'mem')];

	test('a mark points the way the values go', () => {
		expect(header(some, 'nothing')).toBe('NAME           CPU%   MEM');
		expect(header(some, 'cpu')).toBe('NAME          ▾CPU%   MEM');
		expect(header(some, 'cpu', true)).toBe('NAME          ▴CPU%   MEM');
		expect(header(some, 'name')).toBe('NAME▴          CPU%   MEM');
		expect(header(some, 'name', true)).toBe('NAME▾          CPU%   MEM');
		expect(header(some, 'cpu', false, true)).toBe('NAME          *CPU%   MEM');
		expect(header(some, 'cpu', true, true)).toBe('NAME          ^CPU%   MEM');
	});

	test('no header is wider than its column', () => {
		for (const page of pageNames) {
			for (const {key, header: text, width} of columns[page]) {
				expect(text.length, `${page} ${key}`).toBeLessThanOrEqual(width);
			}
		}
	});

	test('every column of every page has room for it, first or not', () => {
		for (const page of pageNames) {
			for (const column of columns[page]) {
				for (const all of [[column], [find(page, 'name'), column]]) {
					if (column.key !== 'name' || all.length === 1) {
						const line = header(all, column.key);
						expect(line, `${page} ${column.key}`).toMatch(/[▴▾]/);
						expect(stringWidth(line)).toBe(stringWidth(header(all, 'nothing')));
					}
				}
			}
		}
	});
});
