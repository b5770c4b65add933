/** In place of `node:fs`, for drivers that are recorded or replayed: what drivers call of it, and no more. */
import type {BigIntStats, Dirent, Stats} from 'node:fs';
import {promisify} from 'node:util';
import {type Bytes, fromBytes} from '../entry.ts';
import {bigintStatsOf, direntOf, statsOf} from '../file-facts.ts';
import {type FileCall, type FileFacts, type FolderEntry, resultOf} from '../file-question.ts';
import {presentStage} from './present-stage.ts';

export {constants} from 'node:fs';

const askOf = <Value>(call: FileCall, path: string): Value => {
	const {ask, descriptors} = presentStage();
	return resultOf(ask({call, path: descriptors.named(path)}), path);
};

export const readFileSync = (path: string, encoding?: BufferEncoding): string | Buffer => {
	const {ask, descriptors} = presentStage();
	const question = descriptors.textQuestion(path);
	const answer = resultOf<Bytes | string>(ask(question), path);
	const bytes = typeof answer === 'string' ? Buffer.from(answer) : fromBytes(answer);
	return encoding === undefined ? bytes : bytes.toString(encoding);
};

export const readlinkSync = (path: string): string => askOf('link', path);

export const realpathSync = (path: string): string => askOf('real', path);

export const readdirSync = (path: string): readonly string[] =>
	askOf<readonly FolderEntry[]>('list', path).map(({name}) => name);

export const statfsSync = (path: string) => ({type: askOf<number>('statfs', path)});

export const existsSync = (path: string): boolean => {
	const {ask, descriptors} = presentStage();
	return 'value' in ask({call: 'stat', path: descriptors.named(path)});
};

type StatOptions = {readonly bigint?: boolean; readonly throwIfNoEntry?: boolean};

const look = (
	call: 'stat' | 'lstat',
	path: string,
	{bigint, throwIfNoEntry = true}: StatOptions = {},
): Stats | BigIntStats | undefined => {
	try {
		const facts = askOf<FileFacts>(call, path);
		return bigint ? bigintStatsOf(facts) : statsOf(facts);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (!throwIfNoEntry && (code === 'ENOENT' || code === 'ENOTDIR')) {
			return undefined;
		}

		throw error;
	}
};

export const statSync = (path: string, options?: StatOptions) => look('stat', path, options);

export const lstatSync = (path: string, options?: StatOptions) => look('lstat', path, options);

export const opendirSync = (path: string) => {
	const entries = askOf<readonly FolderEntry[]>('list', path).map(direntOf);
	return {readSync: (): Dirent | null => entries.shift() ?? null, closeSync: () => {}};
};

export const openSync = (path: string, flags: string | number): number =>
	presentStage().descriptors.open(path, flags);

export const closeSync = (descriptor: number): void => presentStage().descriptors.close(descriptor);

export const fstatSync = (descriptor: number): Stats => statsOf(presentStage().descriptors.facts(descriptor));

export const readSync = (
	descriptor: number,
	buffer: Uint8Array,
	offset: number,
	length: number,
	position: number | null,
): number => presentStage().descriptors.read(descriptor, buffer, offset, length, position);

type Callback<Value> = (error: unknown, value?: Value) => void;

/** The function with a callback in place of a result. */
const withCallback =
	<Parameters extends readonly unknown[], Value>(call: (...parameters: Parameters) => Value) =>
	(...parameters: readonly [...Parameters, Callback<Value>]): void => {
		const done = parameters.at(-1) as Callback<Value>;
		const given = parameters.slice(0, -1) as unknown as Parameters;
		let settle: () => void;
		try {
			const value = call(...given);
			settle = () => done(null, value);
		} catch (error) {
			settle = () => done(error);
		}

		presentStage().later(settle);
	};

export const open = withCallback(openSync);
export const close = withCallback(closeSync);
export const fstat = withCallback(fstatSync);
export const readlink = withCallback(readlinkSync);

const readBytes = withCallback(
	(descriptor: number, buffer: Uint8Array, offset: number, length: number, position: number | null) => ({
		bytesRead: readSync(descriptor, buffer, offset, length, position),
		buffer,
	}),
);

export const read = Object.assign(readBytes, {[promisify.custom]: promisify(readBytes)});
