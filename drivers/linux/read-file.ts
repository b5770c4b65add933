import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {ExhaustedError} from '../../source/process/exhausted-error.ts';

/*
Synchronous on purpose: the kernel answers a file of /proc or /sys in some 8 µs, a thread of the pool takes ten times
that, and what belongs together is then read at one moment. Nothing here waits for a disk or for another process's
memory map; what does (/proc/<pid>/cmdline) is not read with these.
*/

/**
Why something could not be read: we may not (`denied`), it is not there any more (`absent`), or the system would not
(`failed`): then nothing is known of it, not even that it is gone.
*/
export type Refusal = 'denied' | 'absent' | 'failed';

export type Readable<Value> = {readonly value: Value} | {readonly refusal: Refusal};

const refusals: Readonly<Record<string, Refusal>> = {
	EACCES: 'denied',
	EPERM: 'denied',
	ENOENT: 'absent',
	ESRCH: 'absent',
	ENOTDIR: 'absent',
	EISDIR: 'absent',
};

/** What this program, or the whole machine, has run out of: descriptors or memory. */
const exhausted = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
The refusal behind an error of `node:fs`.
@throws ExhaustedError where descriptors or memory ran out: whoever asked must not take that for an absence.
*/
export const refusalOf = (error: unknown): Refusal => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (exhausted.has(code)) {
		throw new ExhaustedError(code, {cause: error});
	}

	return refusals[code] ?? 'failed';
};

/** What `read` gives, or why it could not. @throws ExhaustedError */
export const attempt = <Value>(read: () => Value): Readable<Value> => {
	try {
		return {value: read()};
	} catch (error) {
		return {refusal: refusalOf(error)};
	}
};

/** Absent: it could not be read. @throws ExhaustedError */
export const readText = (path: string): string | undefined => {
	const text = attempt(() => readFileSync(path, 'utf8'));
	return 'value' in text ? text.value : undefined;
};

/** Where a symbolic link points, as the kernel spells it. @throws ExhaustedError */
export const readLink = (path: string): Readable<string> => attempt(() => readlinkSync(path));

/** The names in a folder. @throws ExhaustedError */
export const readFolder = (path: string): Readable<readonly string[]> => attempt(() => readdirSync(path));
