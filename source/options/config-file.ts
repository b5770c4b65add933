import {UsageError} from '../driver/usage-error.ts';
import {readPlainFile} from '../process/read-plain-file.ts';
import {type TrustedPath, trustedPath} from '../process/trusted-path.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';
import {optionTable} from './option-table.ts';
import type {Written} from './written.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Most bytes of the file: all options together need a few hundred. */
const sizeLimit = 256 * 1024;

/** Codes of the file system for a path where no file can be, or where a file may be that belongs to another user. */
const unusableCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EACCES', 'EPERM']);

const recordOf = (path: string, text: string | undefined): Record<string, unknown> => {
	if (text === undefined) {
		return {};
	}

	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (error) {
		const reason = cleanText((error as Error).message.replaceAll(/\s+/g, ' '), textLimits.sentence);
		throw new UsageError(`${path} is not JSON: ${reason}. Mend it or move it away.`);
	}

	if (!isRecord(parsed)) {
		throw new UsageError(`${path} must hold one JSON object, such as {"delay": 1}. Mend it or move it away.`);
	}

	return parsed;
};

/**
The content of a config file whose place was judged. Empty: there is no file.
@throws UsageError if the file is no JSON object.
@throws Error of the file system, or if the file is no plain file or too large.
*/
export const readRecord = async (path: string, place: TrustedPath): Promise<Record<string, unknown>> =>
	recordOf(path, await readPlainFile(place, sizeLimit));

/** @throws UsageError */
const readTrusted = async (path: string, user: number): Promise<Record<string, unknown>> => {
	try {
		const place = trustedPath(path, user);
		return place.distrust === undefined ? await readRecord(path, place) : {};
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		const {code = '', message} = error as NodeJS.ErrnoException;
		if (unusableCodes.has(code)) {
			return {};
		}

		throw new UsageError(`Cannot read ${path}: ${message}. Mend it or move it away.`);
	}
};

/**
Reads long option names and their values. A file says nothing if it is missing, out of reach, or could have been written by
other users.
@param path empty: there is no place for the file.
@param user effective user id.
@throws UsageError if the file cannot be read, is no JSON object, or names what is no option for a config file.
*/
export const readConfigFile = async (path: string, user: number): Promise<Written> => {
	const written = new Map<string, {origin: string; values: (string | boolean)[]}>();
	for (const [name, value] of Object.entries(path === '' ? {} : await readTrusted(path, user))) {
		const origin = `${JSON.stringify(name)} in ${path}`;
		const entry = optionTable.find((option) => option.name === name);
		if (!entry || entry.flagOnly) {
			throw new UsageError(
				`${origin} is no option for a config file. Take it out; domtop --help lists them.`,
			);
		}

		const values = Array.isArray(value) && entry.repeatable ? value : [value];
		const fits = (one: unknown): boolean =>
			entry.value ? typeof one === 'string' || typeof one === 'number' : typeof one === 'boolean';
		if (!values.every(fits)) {
			throw new UsageError(`${origin} must be ${entry.value ? 'a text or a number' : 'true or false'}.`);
		}

		written.set(name, {origin, values: values.map((one) => (typeof one === 'boolean' ? one : String(one)))});
	}

	return written;
};
