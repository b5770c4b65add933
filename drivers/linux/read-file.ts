import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {ExhaustedError} from '../../source/process/exhausted-error.ts';

/*
Synchronous on purpose: the kernel answers a file of /proc or /sys in some 8 µs, and a thread of the pool takes ten times
as long. Files that belong together are then also read at one moment. Nothing here waits for a disk or for another
process's memory map; files that do (/proc/<pid>/cmdline) are not read with these functions.
*/

/**
Why a file could not be read. `denied`: we may not read it. `absent`: it does not exist any more. `failed`: the system
refused for another reason, so that nothing is known of the file, not even whether it is gone.
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

/** Errors where this program, or the whole machine, has run out of descriptors or memory. */
const exhausted = new Set(['EMFILE', 'ENFILE', 'ENOMEM']);

/**
The refusal behind an error of `node:fs`.
@throws ExhaustedError where descriptors or memory ran out: the caller must not take that for an absent file.
*/
export const refusalOf = (error: unknown): Refusal => {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	if (exhausted.has(code)) {
		throw new ExhaustedError(code, {cause: error});
	}

	return refusals[code] ?? 'failed';
};

/** Returns the value of `read`, or why it could not read. @throws ExhaustedError */
export const attempt = <Value>(read: () => Value): Readable<Value> => {
	try {
		return {value: read()};
	} catch (error) {
		return {refusal: refusalOf(error)};
	}
};

/** The text of a file. Undefined: it could not be read. @throws ExhaustedError */
export const readText = (path: string): string | undefined => {
	const text = attempt(() => readFileSync(path, 'utf8'));
	return 'value' in text ? text.value : undefined;
};

/** Where a symbolic link points, as the kernel spells it. @throws ExhaustedError */
export const readLink = (path: string): Readable<string> => attempt(() => readlinkSync(path));

/** The names in a folder. @throws ExhaustedError */
export const readFolder = (path: string): Readable<readonly string[]> => attempt(() => readdirSync(path));
