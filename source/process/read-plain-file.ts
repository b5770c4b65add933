import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import type {TrustedPath} from './trusted-path.ts';

/**
The text of a file that was judged. Undefined: there is no file. Never waits for a pipe or a device: neither is opened.
@param limit of its size, bytes.
@throws Error of the file system, or with half a sentence where the file is no plain file or too large.
*/
export const readPlainFile = async (
	{path, stats}: TrustedPath,
	limit: number,
): Promise<string | undefined> => {
	if (stats === undefined) {
		return undefined;
	}

	const refuse = (reason: string): never => {
		throw new Error(reason);
	};
	if (!stats.isFile()) {
		refuse('it is no plain file');
	}

	// Another file may stand there since the path was judged.
	const {O_RDONLY, O_NOFOLLOW, O_NONBLOCK} = constants;
	const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	try {
		const now = await file.stat();
		if (now.mode !== stats.mode || now.uid !== stats.uid) {
			refuse('another file has just replaced it');
		}

		// One byte more than allowed tells that there are more. The size in `stats` does not: a file may grow, or say that it is
		// empty.
		const bytes = Buffer.alloc(limit + 1);
		let length = 0;
		for (let read = -1; read !== 0 && length <= limit; length += read) {
			read = (await file.read(bytes, length, bytes.length - length)).bytesRead;
		}

		if (length > limit) {
			refuse(`it has more than ${limit / 1024} KiB`);
		}

		return bytes.toString('utf8', 0, length);
	} finally {
		await file.close();
	}
};
