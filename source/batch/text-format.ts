import {type PageName, rawContext} from '../columns/column.ts';
import {pageColumns} from '../columns/page-columns.ts';
import {placeColumns} from '../columns/place-columns.ts';
import {allRows, orderedRows, type RowOrder} from '../columns/rows.ts';
import {headerLine, tableLine} from '../columns/table-layout.ts';
import {toAscii} from '../text/fit-text.ts';
import {formatBytes, formatValue, unknownText} from '../text/format.ts';
import {problemText} from '../usage/problem-text.ts';
import {totalsOf} from '../usage/totals.ts';
import type {Usage} from '../usage/usage.ts';

const summary = (usage: Usage, ascii: boolean): string => {
	const totals = totalsOf(usage);
	const known = (value: number | undefined, text: (value: number) => string): string =>
		value === undefined ? unknownText(ascii) : text(value);
	const kibibytes = (value: number | undefined): string => known(value, (size) => formatBytes(size * 1024));
	const hosts = usage.hosts.map(({host}) => host.name).join(', ') || 'no host';
	const simulated = usage.connections.some((connection) => connection.simulated)
		? 'SIMULATED - not this machine; '
		: '';
	const running = (totals.states.running ?? 0) + (totals.states.idle ?? 0);
	return [
		`${new Date(usage.time).toISOString()} ${simulated}${hosts}: ${usage.domains.length} domains, ${running} running`,
		`CPU ${known(totals.cpuPercent, (value) => formatValue('percent', value))}% of ${known(totals.cpus, (value) => String(value * 100))}%`,
		`memory ${kibibytes(totals.memoryKiB)}, given ${kibibytes(totals.givenKiB)}, free ${kibibytes(totals.memoryFreeKiB)}`,
	].join('; ');
};

/** One refresh as lines of text: a summary, the headers, one line for each row, and one line for each problem. */
export const textLines = (
	usage: Usage,
	page: PageName,
	chosen: readonly string[] | undefined,
	order: RowOrder,
	ascii: boolean,
): readonly string[] => {
	// Lines in a file are as long as they need be: no column steps aside.
	const all = allRows(usage, page);
	const placed = placeColumns(pageColumns(page, usage), {chosen, requests: false}, Number.POSITIVE_INFINITY, {
		rows: all,
		ascii,
	});
	const rows = orderedRows(all, page, order, rawContext);
	const uris = usage.connections.map(({uri}) => uri);
	return [
		summary(usage, ascii),
		headerLine(placed, order.sort, order.reverse, ascii),
		...rows.map((row) => tableLine(placed, row, rawContext, ascii)),
		...usage.problems.map((problem) => `! ${problemText(problem, uris)} ${problem.advice}`),
	].map((line) => (ascii ? toAscii(line) : line).trimEnd());
};
