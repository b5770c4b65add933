import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {cleanText} from './clean-text.ts';
import {optionTable} from './option-table.ts';
import {UsageError} from './usage-error.ts';
import type {Written} from './written-options.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the file system says where no file can be at that path. */
const absent = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
/** What it says where there may be one, of somebody else. */
const closed = new Set(['EACCES', 'EPERM']);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** @throws Error of the file system, but not where there is no file. */
const readText = async (path: string): Promise<string | undefined> => {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (absent.has(codeOf(error))) {
			return undefined;
		}

		throw error;
	}
};

const recordOf = (path: string, text: string | undefined): Record<string, unknown> => {
	if (text === undefined) {
		return {};
	}

	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (error) {
		const reason = cleanText((error as Error).message.replaceAll(/\s+/g, ' '));
		throw new UsageError(`${path} is not JSON: ${reason}. Mend it or move it away.`);
	}

	if (!isRecord(parsed)) {
		throw new UsageError(`${path} must hold one JSON object, such as {"delay": 1}. Mend it or move it away.`);
	}

	return parsed;
};

const readRecord = async (path: string): Promise<Record<string, unknown>> => {
	const text = await readText(path).catch((error: Error) => {
		if (closed.has(codeOf(error))) {
			return undefined;
		}

		throw new UsageError(`Cannot read ${path}: ${error.message}. Mend it or move it away.`);
	});
	return recordOf(path, text);
};

/**
Long option names and their values; a file that is not there, or out of reach, says nothing.
@throws UsageError where it cannot be read, is no JSON object, or names what is no option of it.
*/
export const readConfigFile = async (path: string): Promise<Written> => {
	const written = new Map<string, {origin: string; values: (string | boolean)[]}>();
	for (const [name, value] of Object.entries(await readRecord(path))) {
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

/**
Puts some options into the file and keeps the others in it; undefined takes one out. Written beside and renamed, so
that a full disk never leaves half a file.
@param path empty: there is no place for it.
@throws Error with one sentence and advice, UsageError where the present file is broken.
*/
export const writeConfigFile = async (
	path: string,
	options: Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<void> => {
	if (path === '') {
		throw new Error('There is no home folder to write the options to. Choose one with XDG_CONFIG_HOME.');
	}

	try {
		const merged = {...recordOf(path, await readText(path)), ...options};
		await mkdir(dirname(path), {recursive: true});
		await writeFile(`${path}.new`, `${JSON.stringify(merged, undefined, '\t')}\n`, {mode: 0o644});
		await rename(`${path}.new`, path);
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		// As in `EROFS: read-only file system, open '/etc/x'`.
		const words = (error as Error).message.replace(/^E[A-Z0-9]+: /, '').replace(/, \w+(?: '.*)?$/s, '');
		const reason = codeOf(error) === 'EEXIST' ? 'a file stands where its folder would be' : words;
		const message = `Cannot write ${path}: ${reason} (${codeOf(error)}).`;
		throw new Error(`${message} Choose another folder with XDG_CONFIG_HOME.`, {cause: error});
	}
};
