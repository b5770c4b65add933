import {constants} from 'node:fs';
import {type Bytes, fromBytes} from './entry.ts';
import {type FileFacts, type FileQuestion, resultOf} from './file-question.ts';
import type {Stage} from './stage.ts';

const O_PATH = 0o10000000;
const isOfDirectory = ({mode}: FileFacts): boolean => (mode & constants.S_IFMT) === constants.S_IFDIR;

type Held = {
	readonly path: string;
	/** Does the descriptor refer to where a link leads, and not to the link? */
	readonly follows: boolean;
	/** The whole content at the time of opening. It throws where the kernel refused to read. */
	readonly content: () => Buffer;
	position: number;
};

/** Descriptors of files that a driver holds open. They have numbers of their own, the same in a recording and in its replay. */
export type Descriptors = {
	/** @throws an error like those of `node:fs`. */
	readonly open: (path: string, flags: string | number) => number;
	readonly facts: (descriptor: number) => FileFacts;
	/** As `readSync` of `node:fs`. */
	readonly read: (
		descriptor: number,
		buffer: Uint8Array,
		offset: number,
		length: number,
		position: number | null,
	) => number;
	readonly close: (descriptor: number) => void;
	/** The path without descriptors of this program in it. */
	readonly named: (path: string) => string;
	/** The question whose answer is the text of this file. */
	readonly textQuestion: (path: string) => FileQuestion;
};

const first = 100;

export const createDescriptors = ({ask}: Pick<Stage, 'ask'>): Descriptors => {
	const held = new Map<number, Held>();

	const get = (descriptor: number): Held => {
		const found = held.get(descriptor);
		if (!found) {
			throw Object.assign(new Error(`EBADF: ${descriptor}`), {code: 'EBADF', syscall: 'read'});
		}

		return found;
	};

	const named = (path: string): string => {
		const [, descriptor, rest = ''] = /^\/proc\/self\/fd\/(\d+)(\/.*)?$/.exec(path) ?? [];
		return descriptor === undefined ? path : `${get(Number(descriptor)).path}${rest}`.replace(/^\/\//, '/');
	};

	const textQuestion = (path: string): FileQuestion => {
		const descriptor = /^\/proc\/self\/fdinfo\/(\d+)$/.exec(path)?.[1];
		if (descriptor === undefined) {
			return {call: 'text', path: named(path)};
		}

		const of = get(Number(descriptor));
		return {call: of.follows ? 'mount' : 'lmount', path: of.path};
	};

	const facts = ({path, follows}: Pick<Held, 'path' | 'follows'>): FileFacts => {
		const question: FileQuestion = {call: follows ? 'stat' : 'lstat', path};
		return resultOf(ask(question), path);
	};

	const take = (path: string, flags: string | number): Held => {
		const bits = flags === 'r' ? constants.O_RDONLY : flags;
		if (typeof bits !== 'number' || (bits & (constants.O_WRONLY | constants.O_RDWR)) !== 0) {
			throw new Error(`${path}: what is written to a file cannot be recorded.`);
		}

		const place = {path: named(path), follows: (bits & constants.O_NOFOLLOW) === 0};
		const content = () => resultOf<Buffer>({code: 'EBADF', call: 'read'}, path);
		if ((bits & constants.O_DIRECTORY) !== 0 && !isOfDirectory(facts(place))) {
			throw Object.assign(new Error(`ENOTDIR: ${path}`), {code: 'ENOTDIR', syscall: 'open'});
		}

		if ((bits & (O_PATH | constants.O_DIRECTORY)) !== 0) {
			facts(place);
			return {...place, content, position: 0};
		}

		const answer = ask({call: 'text', path: place.path});
		const read = () => fromBytes(resultOf<Bytes>(answer, path));
		if ('code' in answer && answer.call === 'open') {
			read();
		}

		return {...place, content: read, position: 0};
	};

	return {
		open: (path, flags) => {
			const taken = take(path, flags);
			let descriptor = first;
			while (held.has(descriptor)) {
				descriptor += 1;
			}

			held.set(descriptor, taken);
			return descriptor;
		},
		facts: (descriptor) => facts(get(descriptor)),
		read: (descriptor, buffer, offset, length, position) => {
			const file = get(descriptor);
			const start = position ?? file.position;
			const part = file.content().subarray(start, start + length);
			buffer.set(part, offset);
			file.position = position === null ? start + part.length : file.position;
			return part.length;
		},
		close: (descriptor) => {
			get(descriptor);
			held.delete(descriptor);
		},
		named,
		textQuestion,
	};
};
