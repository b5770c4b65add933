import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rawContext} from '../../source/columns/column.ts';
import {pageNames} from '../../source/columns/columns.ts';
import {headerLine, tableLine} from '../../source/columns/table-layout.ts';
import {type Scene, sceneOf} from '../../source/scene/scene.ts';
import type {TableScene} from '../../source/scene/table-scene.ts';
import {textWidth} from '../../source/text/fit-text.ts';
import type {TerminalStyle} from '../../source/text/terminal-style.ts';
import type {Usage} from '../../source/usage/usage.ts';
import type {View} from '../../source/view/view.ts';
import {nameFamilies, someNames, visibleTextOf} from '../helpers/name-families.ts';
import {aDisk, aDomain, aNic, usageWith} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const plain: TerminalStyle = {colour: false, ascii: false};

const sceneFor = (
	usage: Usage,
	view: View,
	columns: number,
	{terminalStyle = plain, before}: {terminalStyle?: TerminalStyle; before?: Scene} = {},
): Scene => sceneOf({usage, statuses: new Map(), view, size: {columns, rows: 200}, terminalStyle}, before);

const tableOf = (scene: Scene): TableScene => {
	if (scene.body.kind !== 'table') {
		throw new Error(`This is a ${scene.body.kind}.`);
	}

	return scene.body;
};

const widthOf = ({placed}: TableScene): number =>
	placed.reduce((sum, {width}) => sum + width, Math.max(0, placed.length - 1));

const linesOf = (table: TableScene, ascii: boolean): readonly string[] =>
	table.rows.map((row) => tableLine(table.placed, row, rawContext, ascii));

/** Two rows that look the same are told apart by nobody. Each line is as wide as its columns. */
const expectUnlike = (scene: Scene): void => {
	const table = tableOf(scene);
	const lines = linesOf(table, scene.terminalStyle.ascii);
	expect(new Set(lines.map(visibleTextOf)).size, lines.join('\n')).toBe(table.rows.length);
	expect([...new Set(lines.map((line) => textWidth(line)))]).toEqual(
		lines.length === 0 ? [] : [widthOf(table)],
	);
	expect(widthOf(table)).toBeLessThan(scene.size.columns);
};

const domainsOf = (names: readonly string[], devices: readonly string[]) =>
	names.map((name, index) =>
		aDomain(name, {
			key: `domain ${index}`,
			disks: devices.map((device) => aDisk(device, {source: `/srv/${name}/images/${device}.raw`})),
			nics: devices.map((device) => aNic(device)),
			vcpus: [{index: 0}, {index: 1}],
		}),
	);

describe('no two rows look the same', () => {
	test('at any width, on any page, whatever things are called', () => {
		fc.assert(
			fc.property(
				someNames(),
				someNames(),
				fc.integer({min: 60, max: 200}),
				fc.boolean(),
				(names, devices, width, ascii) => {
					const usage = usageWith(...domainsOf(names.slice(0, 30), devices.slice(0, 6)));
					for (const page of pageNames) {
						expectUnlike(sceneFor(usage, someView({page}), width, {terminalStyle: {colour: false, ascii}}));
					}
				},
			),
			{numRuns: 60},
		);
	});

	test.each(Object.entries(nameFamilies))('at 60, 80 and 120 columns: %s', (_, nameOf) => {
		const names = Array.from({length: 40}, (_, index) => nameOf(index));
		for (const width of [60, 80, 120]) {
			for (const ascii of [false, true]) {
				for (const page of pageNames) {
					const terminalStyle = {colour: false, ascii};
					const many = usageWith(...domainsOf(names, ['vda']));
					expectUnlike(sceneFor(many, someView({page}), width, {terminalStyle}));
					const one = usageWith(...domainsOf(['web'], names));
					expectUnlike(sceneFor(one, someView({page}), width, {terminalStyle}));
				}
			}
		}
	});

	test('on the page of a domain', () => {
		fc.assert(
			fc.property(someNames(), fc.integer({min: 60, max: 200}), fc.boolean(), (devices, width, ascii) => {
				const usage = usageWith(...domainsOf(['web'], devices));
				const [domain] = usage.domains;
				const opened = {
					rowKey: domain?.rowKey ?? '',
					name: 'web',
					selection: {key: undefined, index: 0, top: 0},
					scroll: 0,
				};
				const {body} = sceneFor(usage, {...someView(), opened}, width, {
					terminalStyle: {colour: false, ascii},
				});
				const lines = body.kind === 'domain' ? body.lines.map(({text}) => visibleTextOf(text.slice(1))) : [];
				expect(lines.length).toBeGreaterThan(2 * devices.length);
				const disks = lines.slice(lines.findIndex((line) => line.startsWith('DISK')));
				expect(new Set(disks).size).toBe(disks.length);
			}),
			{numRuns: 60},
		);
	});

	test('sources that differ in their folder alone', () => {
		const disks = ['one', 'two', 'three'].map((folder, index) =>
			aDisk(`vd${index}`, {source: `/var/lib/libvirt/images/${folder}-customer/with/a/long/way/disk.qcow2`}),
		);
		const usage = usageWith(aDomain('web', {disks}));
		for (let width = 60; width <= 200; width++) {
			const view = someView({page: 'disks', columns: ['name', 'source', 'rd', 'wr', 'rdrq', 'wrrq']});
			expectUnlike(sceneFor(usage, view, width));
		}
	});
});

describe('columns keep their places', () => {
	const names = Array.from({length: 20}, (_, index) => nameFamilies.kubevirt?.(index) ?? '');
	const usageOf = (...changes: readonly {readonly at?: number; readonly name?: string}[]): Usage =>
		usageWith(
			...domainsOf(names, ['vda']),
			...changes.map(({at = 100, name = 'other'}) => aDomain(name, {at})),
		);
	const headings = (scene: Scene): string => {
		const {placed} = tableOf(scene);
		return headerLine(placed, '', false, false);
	};

	test('AGE gives its room to names until there is something old, and keeps it from then on', () => {
		const view = someView({page: 'domains'});
		const young = sceneFor(usageOf({at: 100}), view, 80);
		expect(headings(young)).not.toContain('AGE');
		const old = sceneFor(usageOf({at: 60}), young.view, 80, {before: young});
		expect(headings(old)).toContain('AGE');
		const youngAgain = sceneFor(usageOf({at: 100}), old.view, 80, {before: old});
		expect(headings(youngAgain)).toBe(headings(old));
	});

	test('a long name that goes takes nothing away', () => {
		const view = someView({page: 'domains'});
		const short = usageWith(...domainsOf(['web', 'db'], ['vda']));
		const long = sceneFor(usageWith(...domainsOf(['web', 'a'.repeat(40)], ['vda'])), view, 200);
		const gone = sceneFor(short, long.view, 200, {before: long});
		expect(headings(gone)).toBe(headings(long));
		expect(headings(sceneFor(short, view, 200))).not.toBe(headings(long));
	});

	test('a filter moves nothing, and changes no name', () => {
		const alike = Array.from({length: 20}, (_, index) => nameFamilies['common start and end']?.(index) ?? '');
		const usage = usageWith(...domainsOf([...alike, 'web'], ['vda']));
		const view = someView({page: 'domains'});
		const all = sceneFor(usage, view, 80);
		for (const filter of ['staging-1-', 'web']) {
			const some = sceneFor(usage, {...view, filter}, 80);
			expect(headings(some)).toBe(headings(all));
			expect(linesOf(tableOf(all), false)).toEqual(
				expect.arrayContaining([...linesOf(tableOf(some), false)]),
			);
			expect(tableOf(some).rows).toHaveLength(1);
		}
	});

	test('what is the same is not cut again', () => {
		const first = sceneFor(usageOf(), someView({page: 'domains'}), 80);
		const second = sceneFor(usageOf(), first.view, 80, {before: first});
		const cutsOf = (scene: Scene) => tableOf(scene).placed[0]?.cuts;
		expect(cutsOf(first)?.size).toBe(names.length);
		expect(cutsOf(second)).toBe(cutsOf(first));
	});
});
