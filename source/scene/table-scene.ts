import type {Row} from '../columns/column.ts';
import {pageColumns} from '../columns/page-columns.ts';
import {type Filling, type Placed, placeColumns} from '../columns/place-columns.ts';
import {rowOrder} from '../columns/row-order.ts';
import {allRows, matchesFilter, sortColumn} from '../columns/rows.ts';
import {rowsAt} from '../columns/rows-at.ts';
import type {Usage} from '../usage/usage.ts';
import {type Selection, settleSelection} from '../view/selection.ts';
import type {View} from '../view/view.ts';
import type {Size, Span} from './layout.ts';

/** One page of the table; its selection is on a row that is there. */
export type TableScene = {
	readonly kind: 'table';
	readonly rows: readonly Row[];
	/** All rows in no order, also rows that the filter hides. */
	readonly all: readonly Row[];
	/** The order of `all`, also of rows that the filter hides. */
	readonly order: readonly number[];
	readonly placed: readonly Placed[];
	readonly selection: Selection;
	/** Number of rows that fit. */
	readonly height: number;
	/** Is there a line that says which rows are shown? */
	readonly counted: boolean;
	/** Terminal columns of the sparklines; 0: none. */
	readonly sparks: {readonly cpu: number; readonly disk: number};
	readonly span: Span;
	/** What the rows were made from: the same source gives the same rows. */
	readonly source: {readonly usage: Usage; readonly view: View};
};

/** Terminals from this width on have sparklines of CPU, then of disks too. */
const cpuSparksFrom = 140;
const diskSparksFrom = 180;
const sparkWidth = 20;

const noSparks = {cpu: 0, disk: 0};

const sparksOf = ({page}: View, width: number): TableScene['sparks'] =>
	page === 'domains'
		? {cpu: width >= cpuSparksFrom ? sparkWidth : 0, disk: width >= diskSparksFrom ? sparkWidth : 0}
		: noSparks;

const sameRows = (one: TableScene['source'], usage: Usage, {page, sorts, filter, cpuBase}: View): boolean =>
	one.usage === usage &&
	one.view.page === page &&
	one.view.sorts[page] === sorts[page] &&
	one.view.filter === filter &&
	one.view.cpuBase === cpuBase;

/** The order at the refresh before, if it is of the same rows. */
const orderBefore = (before: TableScene | undefined, all: readonly Row[]): readonly number[] | undefined =>
	before?.all.length === all.length && all.every(({key}, place) => key === before.all[place]?.key)
		? before.order
		: undefined;

/** A thousand rows are sorted once a refresh, not once a key. */
const rowsFor = (
	before: TableScene | undefined,
	usage: Usage,
	view: View,
): Pick<TableScene, 'rows' | 'all' | 'order'> => {
	if (before && sameRows(before.source, usage, view)) {
		return before;
	}

	const {page, sorts, filter, cpuBase} = view;
	const {column: sort, reverse} = sorts[page];
	const all = allRows(usage, page);
	const start = orderBefore(before, all);
	const column = sortColumn(page, sort);
	const order = column ? rowOrder(all, column, reverse, {cpuBase}, start) : all.map((_, place) => place);
	const rows = rowsAt(all, order);
	return {
		all,
		order,
		rows: filter === '' ? rows : rows.filter((row) => matchesFilter(row.usage, filter)),
	};
};

/** The columns of the table that was shown last, on whatever page. */
export type Places = Pick<View, 'page'> & Pick<TableScene, 'placed'>;

/** What of the scenes before a table builds on. */
export type TableBefore = {
	/** The previous scene's table, whose rows may be used again. Undefined: that scene showed no table. */
	readonly table: TableScene | undefined;
	/** Undefined: no table was shown yet. */
	readonly places: Places | undefined;
};

/** The columns of the same page. Undefined: another page was shown last. */
const samePage = ({table, places}: TableBefore, {page}: View): Filling['before'] =>
	places?.page === page ? {rows: table?.all ?? [], placed: places.placed} : undefined;

/** The selected row. Undefined: the table is empty. */
export const selectedRow = ({rows, selection}: TableScene): Row | undefined => rows[selection.index];

export const tableScene = (
	before: TableBefore,
	usage: Usage,
	view: View,
	size: Size,
	body: number,
	hasHistory: boolean,
	ascii: boolean,
): TableScene => {
	const {rows, all, order} = rowsFor(before.table, usage, view);
	const room = Math.max(1, body - 1);
	const counted = rows.length > room && room > 2;
	const height = counted ? room - 1 : room;
	const selection = settleSelection(
		view.selections[view.page],
		rows.map(({key}) => key),
		height,
	);
	const sparks = hasHistory ? sparksOf(view, size.columns) : noSparks;
	const reserved = [1, sparks.cpu && sparks.cpu + 1, sparks.disk && sparks.disk + 1];
	const width = reserved.reduce((left, part) => left - part, size.columns);
	return {
		kind: 'table',
		rows,
		all,
		order,
		placed: placeColumns(
			pageColumns(view.page, usage),
			{chosen: view.columns[view.page], requests: view.requests},
			width,
			{rows: all, ascii, before: samePage(before, view)},
		),
		selection,
		height,
		counted,
		sparks,
		span: {
			count: rows.length,
			index: selection.index,
			step: height,
			keyAt: (index) => rows[index]?.key,
		},
		source: {usage, view},
	};
};
