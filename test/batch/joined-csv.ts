import {type Column, knownValue, type PageName, type Row, rawContext} from '../../source/columns/column.ts';
import {columns} from '../../source/columns/columns.ts';
import {type RowOrder, rowsOf} from '../../source/columns/rows.ts';
import type {Usage} from '../../source/usage/usage.ts';

/**
A spreadsheet takes a cell for a formula if the cell begins with one of these characters, in full width too. A cell also
begins behind a semicolon, a tab or the end of a line within a text. Where numbers are written with a comma, spreadsheets
split cells at semicolons and ignore quotes within the cells (OWASP, CSV injection).
*/
const formulaWithin = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫−])/g;
const formulaFirst = /^(?=\s*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r])/;

/** Quotes a value by RFC 4180. A formula gets a quote before it, since guests choose their names. */
const cell = (value: number | string | undefined): string => {
	if (value === undefined) {
		return '';
	}

	if (typeof value === 'number') {
		return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)));
	}

	const text = value.replaceAll(formulaWithin, "$1'").replace(formulaFirst, "'");
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const pick = (page: PageName, chosen: readonly string[] | undefined): readonly Column[] =>
	chosen
		? chosen
				.map((key) => columns[page].find((column) => column.key === key))
				.filter((column) => column !== undefined)
		: columns[page];

const isDevice: Readonly<Partial<Record<PageName, (row: Row) => boolean>>> = {
	cpu: (row) => row.vcpu !== undefined,
	nics: (row) => row.nic !== undefined,
	disks: (row) => row.disk !== undefined,
};

/** The lines of one refresh as strings that are joined: what `writeCsv` is held against. */
export const csvLines = (
	usage: Usage,
	page: PageName,
	chosen: readonly string[] | undefined,
	order: RowOrder,
): readonly string[] => {
	const time = new Date(usage.time).toISOString();
	const picked = pick(page, chosen);
	return rowsOf(usage, page, order, rawContext)
		.filter((row) => isDevice[page]?.(row) ?? true)
		.map((row) => [time, ...picked.map((column) => cell(knownValue(column, row, rawContext)))].join(','));
};
