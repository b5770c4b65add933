import {type BatchFormat, writeRefresh} from '../../source/batch/batch.ts';
import {writeCsv} from '../../source/batch/csv-format.ts';
import {writeJson} from '../../source/batch/json-format.ts';
import {createTextBytes, type TextBytes} from '../../source/batch/text-bytes.ts';
import type {PageName} from '../../source/columns/column.ts';
import type {RowOrder} from '../../source/columns/rows.ts';
import type {Options} from '../../source/options/options.ts';
import type {Usage} from '../../source/usage/usage.ts';

/** The text of bytes that were written. */
export const textOf = (bytes: Uint8Array): string =>
	new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes);

const textFrom = (write: (text: TextBytes) => void): string => {
	const text = createTextBytes();
	write(text);
	return textOf(text.written());
};

/** A line of CSV may hold ends of lines between its quotes. */
const line = /(?:"[^"]*"|[^"\n])*\n/g;

/** The lines of a text, without their ends. */
const linesOf = (text: string): readonly string[] => (text.match(line) ?? []).map((one) => one.slice(0, -1));

/** What one refresh is as CSV. */
export const csvLines = (
	usage: Usage,
	page: PageName,
	chosen: readonly string[] | undefined,
	order: RowOrder,
): readonly string[] => linesOf(textFrom((text) => writeCsv(text, usage, page, chosen, order)));

/** What one refresh is as JSON, with the domains in the usage's own order. */
export const jsonLine = (usage: Usage): string =>
	textFrom((text) => writeJson(text, usage, usage.domains)).slice(0, -1);

/** What a batch writes of one refresh. */
export const batchLines = (format: BatchFormat, usage: Usage, options: Options): readonly string[] => {
	const text = textFrom((bytes) => writeRefresh(bytes, format, usage, options));
	return format === 'csv' ? linesOf(text) : text.split('\n').slice(0, -1);
};
