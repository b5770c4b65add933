import {readdirSync, readFileSync, readlinkSync} from 'node:fs';

/*
Synchronous on purpose: the kernel answers a file of /proc or /sys in some 8 µs, a thread of the pool takes ten times
that, and what belongs together is then read at one moment. Nothing here waits for a disk or for another process's
memory map; what does (/proc/<pid>/cmdline) is not read with these.
*/

/** Why something could not be read: we may not, or it is not there (any more). */
export type Refusal = 'denied' | 'absent';

export type Readable<Value> = {readonly value: Value} | {readonly refusal: Refusal};

/** The refusal behind an error of `node:fs`. */
export const refusalOf = (error: unknown): Refusal => {
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'absent';
};

const attempt = <Value>(read: () => Value): Readable<Value> => {
	try {
		return {value: read()};
	} catch (error) {
		return {refusal: refusalOf(error)};
	}
};

/** Absent: it could not be read. */
export const readText = (path: string): string | undefined => {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
};

/** Where a symbolic link points, as the kernel spells it. */
export const readLink = (path: string): Readable<string> => attempt(() => readlinkSync(path));

/** The names in a folder. */
export const readFolder = (path: string): Readable<readonly string[]> => attempt(() => readdirSync(path));
