import {
	closeSync,
	constants,
	lstatSync,
	openSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	realpathSync,
	statfsSync,
	statSync,
} from 'node:fs';
import type {Answer} from './entry.ts';
import {toBytes} from './entry.ts';
import type {FileFacts, FileQuestion, FolderEntry} from './file-question.ts';

const O_PATH = 0o10000000;

const factsOf = (path: string, look: typeof statSync | typeof lstatSync): FileFacts => {
	const {dev, ino, mode, uid, gid, rdev, size, mtimeNs, ctimeNs} = look(path, {bigint: true});
	return {
		dev: Number(dev),
		ino: Number(ino),
		mode: Number(mode),
		uid: Number(uid),
		gid: Number(gid),
		rdev: Number(rdev),
		size: Number(size),
		mtimeNs: String(mtimeNs),
		ctimeNs: String(ctimeNs),
	};
};

const entriesOf = (path: string): readonly FolderEntry[] =>
	readdirSync(path, {withFileTypes: true}).map((entry) => ({
		name: entry.name,
		mode: entry.isSocket()
			? constants.S_IFSOCK
			: entry.isSymbolicLink()
				? constants.S_IFLNK
				: entry.isDirectory()
					? constants.S_IFDIR
					: entry.isFile()
						? constants.S_IFREG
						: 0,
	}));

const mountOf = (path: string, flags: number): string => {
	const descriptor = openSync(path, flags);
	try {
		return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8');
	} finally {
		closeSync(descriptor);
	}
};

const read = ({call, path}: FileQuestion): unknown => {
	switch (call) {
		case 'text': {
			return toBytes(readFileSync(path));
		}

		case 'list': {
			return entriesOf(path);
		}

		case 'link': {
			return readlinkSync(path);
		}

		case 'stat': {
			return factsOf(path, statSync);
		}

		case 'lstat': {
			return factsOf(path, lstatSync);
		}

		case 'statfs': {
			return statfsSync(path).type;
		}

		case 'real': {
			return realpathSync(path);
		}

		case 'mount': {
			return mountOf(path, O_PATH);
		}

		case 'lmount': {
			return mountOf(path, O_PATH | constants.O_NOFOLLOW);
		}
	}
};

/** Asks this machine's kernel. */
export const askKernel = (question: FileQuestion): Answer => {
	try {
		return {value: read(question)};
	} catch (error) {
		const {code, syscall} = error as NodeJS.ErrnoException;
		if (code === undefined) {
			throw error;
		}

		return {code, call: syscall ?? question.call};
	}
};
