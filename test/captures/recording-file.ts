import {readFileSync, writeFileSync} from 'node:fs';
import {brotliCompressSync, brotliDecompressSync, constants} from 'node:zlib';
import type {Entry, Header} from './entry.ts';

/** A recording as it was written: lines of JSON, compressed by brotli. */
export type RecordedLines = {readonly header: Header; readonly entries: readonly Entry[]};

/** Most bytes of a compressed recording: all are in every checkout. */
export const sizeLimit = 300 * 1024;

export const packLines = ({header, entries}: RecordedLines): Buffer => {
	const text = [header, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
	return brotliCompressSync(text, {
		params: {
			[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
			[constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
			[constants.BROTLI_PARAM_SIZE_HINT]: text.length,
		},
	});
};

export const recordedText = (packed: Buffer): string => brotliDecompressSync(packed).toString('utf8');

export const unpackLines = (packed: Buffer): RecordedLines => {
	const [header, ...entries] = recordedText(packed)
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
	if (header?.format !== 1) {
		throw new Error(`A recording of format ${header?.format} cannot be read. Record it again.`);
	}

	return {header, entries};
};

export const readRecordedLines = (path: string): RecordedLines => unpackLines(readFileSync(path));

/** @throws Error where the recording is too long. */
export const writeRecordedLines = (path: string, lines: RecordedLines): void => {
	const packed = packLines(lines);
	if (packed.length > sizeLimit) {
		throw new Error(`${path} would have ${packed.length} bytes, and at most ${sizeLimit} are kept.`);
	}

	writeFileSync(path, packed);
};
