import {type Column, knownValue, type PageName, type Row, rawContext} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import {type RowOrder, rowsOf} from '../columns/rows.ts';
import type {Usage} from '../usage/usage.ts';

/**
What a spreadsheet takes for a formula: such a letter, in full width too, where a cell begins. It begins there also behind a
semicolon, a tab or the end of a line within a text: where a comma stands in numbers, spreadsheets part cells at semicolons
and take no heed of quotes within them (OWASP, CSV injection).
*/
const formulaWithin = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫−])/g;
const formulaFirst = /^(?=\s*[=+\-@＝＋－＠﹦﹢﹣﹫−]|[\t\r])/;

/** RFC 4180 quoting. A formula is given a quote before it, since guests choose their names. */
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

/** Names of domain and device would be the same on a page of devices. */
const header = ({noun, raw}: Column): string =>
	['name', 'cpuPercent', 'cpuSeconds', 'state'].includes(raw) && noun !== 'domain' ? `${noun}.${raw}` : raw;

const isDevice: Readonly<Partial<Record<PageName, (row: Row) => boolean>>> = {
	cpu: (row) => row.vcpu !== undefined,
	nics: (row) => row.nic !== undefined,
	disks: (row) => row.disk !== undefined,
};

/** The first line: the same whatever there is to see. */
export const csvHeader = (page: PageName, chosen: readonly string[] | undefined): string =>
	['time', ...pick(page, chosen).map(header)].join(',');

/** One refresh, a line a row, without the last end; unknown is empty. */
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
