import {rawContext} from '../columns/column.ts';
import {defaultSort, rowsOf} from '../columns/rows.ts';
import type {Options} from '../options/options.ts';
import type {Sampler} from '../sampling/sampler.ts';
import type {Usage} from '../usage/usage.ts';
import {wasAnyRead} from '../usage/was-read.ts';
import {csvHeader, csvLines} from './csv-format.ts';
import {jsonLine} from './json-format.ts';
import {textLines} from './text-format.ts';

export type BatchFormat = 'text' | 'json' | 'csv';

/** The lines before the first refresh. */
const openingLines = (format: BatchFormat, {page, columns}: Options): readonly string[] =>
	format === 'csv' ? [csvHeader(page, columns)] : [];

/** The lines of one refresh in a format. */
export const batchLines = (format: BatchFormat, usage: Usage, options: Options): readonly string[] => {
	const {page, columns, reverse, filter} = options;
	const order = {sort: options.sort ?? defaultSort[page], reverse, filter};
	switch (format) {
		case 'json': {
			const rows = rowsOf(usage, 'domains', order, rawContext);
			return [jsonLine({...usage, domains: rows.map((row) => row.usage)})];
		}

		case 'csv': {
			return csvLines(usage, page, columns, order);
		}

		case 'text': {
			return [...textLines(usage, page, columns, order, options.ascii), ''];
		}
	}
};

/**
Writes each new refresh but the first, which has no rates.
@param write resolves when the reader took the text, so that a slow reader slows down the writer and fills no memory.
*/
export const runBatch = async (
	format: BatchFormat,
	sampler: Sampler,
	options: Options,
	write: (text: string) => Promise<void>,
): Promise<void> => {
	let writing = Promise.resolve();
	let refreshes = 0;
	let newest: Usage | undefined;
	const send = (lines: () => readonly string[]): void => {
		writing = writing.then(() =>
			write(
				lines()
					.map((line) => `${line}\n`)
					.join(''),
			),
		);
		// If nothing can be written, nothing needs to be read: closing ends `run`, and the failure is thrown after `run`.
		writing.catch(() => sampler.close());
	};

	/** A reader that stands still misses refreshes: only the newest waits for it. */
	const sendNewest = (): void => {
		send(() => {
			const usage = newest;
			newest = undefined;
			return usage ? batchLines(format, usage, options) : [];
		});
	};

	send(() => openingLines(format, options));
	const unsubscribe = sampler.usage.subscribe(() => {
		const usage = sampler.usage.get();
		// Before anything was read, a refresh without domains would claim that no domains exist.
		if (usage !== undefined && refreshes++ > 0 && wasAnyRead(usage)) {
			const isWaiting = newest !== undefined;
			newest = usage;
			if (!isWaiting) {
				sendNewest();
			}
		}
	});
	await sampler.run(options.iterations === undefined ? undefined : options.iterations + 1);
	unsubscribe();
	await writing;
};
