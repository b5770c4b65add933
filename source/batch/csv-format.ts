import {type Column, knownValue, type PageName, type Row, rawContext} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import {type RowOrder, rowsOf} from '../columns/rows.ts';
import type {Usage} from '../usage/usage.ts';
import {writeCell} from './csv-cell.ts';
import type {TextBytes} from './text-bytes.ts';

const comma = 0x2c;
const lineEnd = 0x0a;

const pick = (page: PageName, chosen: readonly string[] | undefined): readonly Column[] =>
	chosen
		? chosen
				.map((key) => columns[page].find((column) => column.key === key))
				.filter((column) => column !== undefined)
		: columns[page];

/** A device's column names its noun where the domain's column would have the same header on a page of devices. */
const header = ({noun, raw}: Column): string =>
	['name', 'cpuPercent', 'cpuSeconds', 'state'].includes(raw) && noun !== 'domain' ? `${noun}.${raw}` : raw;

const isDevice: Readonly<Partial<Record<PageName, (row: Row) => boolean>>> = {
	cpu: (row) => row.vcpu !== undefined,
	nics: (row) => row.nic !== undefined,
	disks: (row) => row.disk !== undefined,
};

/** The first line, which is the same for every usage. */
export const csvHeader = (page: PageName, chosen: readonly string[] | undefined): string =>
	['time', ...pick(page, chosen).map(header)].join(',');

/** The lines of one refresh, one line for each row. An unknown value is empty. */
export const writeCsv = (
	text: TextBytes,
	usage: Usage,
	page: PageName,
	chosen: readonly string[] | undefined,
	order: RowOrder,
): void => {
	const time = new Date(usage.time).toISOString();
	const picked = pick(page, chosen);
	const isShown = isDevice[page];
	for (const row of rowsOf(usage, page, order, rawContext)) {
		if (isShown?.(row) === false) {
			continue;
		}

		writeCell(text, time);
		for (const column of picked) {
			text.character(comma);
			writeCell(text, knownValue(column, row, rawContext));
		}

		text.character(lineEnd);
	}
};
