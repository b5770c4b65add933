import {rawContext} from '../columns/column.ts';
import {defaultSort, rowsOf} from '../columns/rows.ts';
import type {Options} from '../options/options.ts';
import type {Sampler} from '../sampling/sampler.ts';
import type {Usage} from '../usage/usage.ts';
import {wasAnyRead} from '../usage/was-read.ts';
import {csvHeader, writeCsv} from './csv-format.ts';
import {writeJson} from './json-format.ts';
import {createTextBytes, type TextBytes} from './text-bytes.ts';
import {textLines} from './text-format.ts';

export type BatchFormat = 'text' | 'json' | 'csv';

/** Writes what stands before the first refresh. */
const writeOpening = (text: TextBytes, format: BatchFormat, {page, columns}: Options): void => {
	if (format === 'csv') {
		text.text(`${csvHeader(page, columns)}\n`);
	}
};

/** Writes one refresh in a format. */
export const writeRefresh = (text: TextBytes, format: BatchFormat, usage: Usage, options: Options): void => {
	const {page, columns, reverse, filter} = options;
	const order = {sort: options.sort ?? defaultSort[page], reverse, filter};
	switch (format) {
		case 'json': {
			const rows = rowsOf(usage, 'domains', order, rawContext);
			writeJson(
				text,
				usage,
				rows.map((row) => row.usage),
			);
			return;
		}

		case 'csv': {
			writeCsv(text, usage, page, columns, order);
			return;
		}

		case 'text': {
			for (const line of [...textLines(usage, page, columns, order, options.ascii), '']) {
				text.text(`${line}\n`);
			}
		}
	}
};

/**
Writes each new refresh but the first, which has no rates.
@param write resolves when the reader took the bytes: a slow reader slows down the writer and fills no memory. The bytes are
overwritten then.
*/
export const runBatch = async (
	format: BatchFormat,
	sampler: Sampler,
	options: Options,
	write: (bytes: Uint8Array) => Promise<void>,
): Promise<void> => {
	const text = createTextBytes();
	let writing = Promise.resolve();
	let refreshes = 0;
	let newest: Usage | undefined;
	const send = (fill: () => void): void => {
		writing = writing.then(() => {
			text.clear();
			fill();
			return write(text.written());
		});
		// If nothing can be written, nothing needs to be read: closing ends `run`, and the failure is thrown after `run`.
		writing.catch(() => sampler.close());
	};

	/** A reader that stands still misses refreshes: only the newest waits for it. */
	const sendNewest = (): void => {
		send(() => {
			const usage = newest;
			newest = undefined;
			if (usage) {
				writeRefresh(text, format, usage, options);
			}
		});
	};

	send(() => writeOpening(text, format, options));
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
