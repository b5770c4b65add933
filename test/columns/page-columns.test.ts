import {describe, expect, test} from 'vitest';
import {textLines} from '../../source/batch/text-format.ts';
import {rawContext} from '../../source/columns/column.ts';
import {pageNames} from '../../source/columns/columns.ts';
import {pageColumns} from '../../source/columns/page-columns.ts';
import {placeColumns} from '../../source/columns/place-columns.ts';
import {rowsOf} from '../../source/columns/rows.ts';
import {cellText} from '../../source/columns/table-layout.ts';
import type {Domain} from '../../source/model/sample.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

/** A domain on each of these hosts, whose ids stand in another order than their names. */
const on = (...hosts: string[]): Usage =>
	usageAfter([
		hosts.map((name, index) =>
			aReading(aSample([aDomain('web')], {host: {id: `${9 - index}`, name}}), {
				uri: `qemu+ssh://${name}/system`,
			}),
		),
	]);

const shown = (page: (typeof pageNames)[number], usage: Usage, width: number): readonly string[] =>
	placeColumns(pageColumns(page, usage), {requests: false}, width).map(({column}) => column.key);

describe('the host', () => {
	test('stands behind the name on every page, at 60 columns too, as soon as there are several', () => {
		for (const page of pageNames) {
			for (const width of [59, 79, 199]) {
				expect(shown(page, on('kvm1.example', 'kvm2.example'), width).slice(0, 2)).toEqual(['name', 'host']);
				expect(shown(page, on('kvm1.example'), width)).not.toContain('host');
			}
		}
	});

	test('takes the room its short names need, and no more than ten columns where there is little', () => {
		const width = (...hosts: string[]) =>
			pageColumns('domains', on(...hosts)).find(({key}) => key === 'host')?.width;
		expect(width('kvm100.example', 'kvm22.example')).toBe(6);
		expect(width('a', 'b')).toBe(5);
		expect(width('hypervisor-fra-01.example', 'hypervisor-fra-02.example')).toBe(10);
	});

	test('is sorted by as it is read, not by its id', () => {
		const usage = on('kvm2.example', 'kvm10.example', 'kvm1.example');
		const order = {sort: 'host', reverse: false, filter: ''};
		const names = (reverse: boolean) =>
			rowsOf(usage, 'domains', {...order, reverse}, rawContext).map(({hostName}) => hostName);
		expect(names(false)).toEqual(['kvm1', 'kvm2', 'kvm10']);
		expect(names(true)).toEqual(['kvm10', 'kvm2', 'kvm1']);
	});
});

describe('the user', () => {
	/** Domains of these users; absent: of root, or of whoever looks. */
	const of = (...users: readonly (Domain['user'] | undefined)[]): Usage =>
		usageAfter([[aReading(aSample(users.map((user, index) => aDomain(`d${index}`, {user}))))]]);

	test('stands behind the name on every page as soon as a domain is another’s', () => {
		for (const page of pageNames) {
			for (const width of [59, 79, 199]) {
				const some = of(undefined, {id: 65_534, name: 'nobody'});
				expect(shown(page, some, width).slice(0, 2)).toEqual(['name', 'user']);
				expect(shown(page, of(undefined), width)).not.toContain('user');
			}
		}
	});

	test('is a name, or an id where there is none, and empty where it is nobody else’s', () => {
		const usage = of({id: 4242}, {id: 65_534, name: 'nobody'}, undefined);
		const column = pageColumns('domains', usage).find(({key}) => key === 'user');
		const rows = rowsOf(usage, 'domains', {sort: 'name', reverse: false, filter: ''}, rawContext);
		expect(column && rows.map((row) => cellText(column, row, rawContext, false))).toEqual([
			'4242',
			'nobody',
			'',
		]);
		const placed = placeColumns(pageColumns('domains', usage), {requests: false}, 80, {rows, ascii: false});
		expect(placed.find(({column: {key}}) => key === 'user')?.cuts?.get('')).toBeUndefined();
	});
});

describe('plain text', () => {
	const header = (usage: Usage, chosen?: readonly string[]): string =>
		textLines(usage, 'domains', chosen, {sort: 'cpu', reverse: false, filter: ''}, false)[1] ?? '';

	test('has the host where there are several', () => {
		expect(header(on('kvm1', 'kvm2'))).toMatch(/^NAME +HOST +STATE/);
		expect(header(on('kvm1'))).toMatch(/^NAME +STATE/);
	});

	test('has the columns that were chosen, whatever there is', () => {
		expect(header(on('kvm1', 'kvm2'), ['name', 'state'])).toMatch(/^NAME +STATE$/);
	});
});
