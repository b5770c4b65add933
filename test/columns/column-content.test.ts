import {expect, test} from 'vitest';
import type {Column, Row} from '../../source/columns/column.ts';
import {contentOf} from '../../source/columns/column-content.ts';
import {columns} from '../../source/columns/columns.ts';
import {allRows} from '../../source/columns/rows.ts';
import type {Domain} from '../../source/model/sample.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';

const columnOf = (key: string): Column => {
	const column = columns.domains.find((one) => one.key === key);
	if (!column) {
		throw new Error(`There is no column ${key}.`);
	}

	return column;
};

const rowsOf = (...domains: readonly Domain[]): readonly Row[] => allRows(usageWith(...domains), 'domains');

/** A column that counts how often its texts are asked for. */
const counting = (column: Column) => {
	let count = 0;
	return {
		count: () => count,
		column: {
			...column,
			texts: (row: Row) => {
				count++;
				return column.texts?.(row) ?? [];
			},
		},
	};
};

const web = aDomain('web', {disks: [aDisk('vda'), aDisk('vdb')]});
const db = aDomain('db', {disks: [aDisk('sda')]});

test('texts of disks are gathered only where something else is said of a domain', () => {
	const {column, count} = counting(columnOf('busiest'));
	const first = contentOf(column, rowsOf(web, db), false, undefined);
	expect([...first.texts]).toEqual(['vda', 'vdb', 'sda']);
	expect(count()).toBe(2);
	const second = contentOf(column, rowsOf(web, db), false, first);
	expect(count()).toBe(2);
	expect(second.texts).toBe(first.texts);
	const third = contentOf(column, rowsOf(web, {...db, disks: [aDisk('sdb-1')]}), false, second);
	expect([...third.texts]).toEqual(['vda', 'vdb', 'sdb-1']);
	expect(third.widest).toBe(5);
});

test('the set of texts stays the same set where rows only change places', () => {
	const name = columnOf('name');
	const first = contentOf(name, rowsOf(web, db), false, undefined);
	expect(contentOf(name, rowsOf(web, db), false, first).texts).toBe(first.texts);
	const turned = contentOf(name, rowsOf(db, web), false, first);
	expect(turned.texts).toBe(first.texts);
	expect([...contentOf(name, rowsOf(db), false, turned).texts]).toEqual(['db']);
});

test('the busiest disk is looked for only in domains with a disk that may have a mark', () => {
	const asked: string[] = [];
	const busiest = columnOf('busiest');
	const column: Column = {
		...busiest,
		mark: (row) => {
			asked.push(row.usage.domain.name);
			return busiest.mark?.(row) ?? '';
		},
	};
	const vbd = aDomain('vbd', {disks: [aDisk('xvda', {physicalSectorBytes: 4096})]});
	const doubt = aDomain('doubt', {disks: [aDisk('sda', {doubt: 'It counts twice.'})]});
	const small = aDomain('small', {disks: [aDisk('xvda', {physicalSectorBytes: 512})]});
	contentOf(column, rowsOf(web, vbd, doubt, small), false, undefined);
	expect(asked).toEqual(['vbd', 'doubt']);
});
