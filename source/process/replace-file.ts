import {constants} from 'node:fs';
import {mkdir, open, rename, rmdir, stat, unlink} from 'node:fs/promises';
import {dirname} from 'node:path';

/** Removes folders that were made for a file which then was not written. */
const removeEmpty = async (folder: string, first: string): Promise<void> => {
	for (let one = folder; one.startsWith(first); one = dirname(one)) {
		await rmdir(one).catch(() => {});
	}
};

/**
Makes a folder for this user alone, and the missing folders above it. Node's own way (`recursive`) says ENOENT of a file system
that is read-only.
@returns the topmost folder that was made. Undefined: the folder was there.
*/
const makeFolders = async (folder: string): Promise<string | undefined> => {
	try {
		await mkdir(folder, 0o700);
		return folder;
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EEXIST' && (await stat(folder)).isDirectory()) {
			return undefined;
		}

		if (code !== 'ENOENT' || dirname(folder) === folder) {
			throw error;
		}
	}

	const first = (await makeFolders(dirname(folder))) ?? folder;
	try {
		await makeFolders(folder);
	} catch (error) {
		await removeEmpty(dirname(folder), first);
		throw error;
	}

	return first;
};

/**
Writes a file beside another file and puts it in its place, so that there is always a whole file. Missing folders are made for
this user alone. A failure leaves nothing behind.
@param path without a link in it.
@param mode of the new file, less the umask.
@param suffix random, so that no other user can know the name before.
@param check is called once the folders are there. Throws where the folders are not as they were made.
@throws Error of the file system, or of the check.
*/
export const replaceFile = async (
	path: string,
	text: string,
	{mode, suffix, check}: {readonly mode: number; readonly suffix: string; readonly check: () => void},
): Promise<void> => {
	const folder = dirname(path);
	const made = await makeFolders(folder);
	try {
		check();
		const beside = `${path}.${suffix}`;
		const {O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW} = constants;
		const file = await open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
		try {
			await file.writeFile(text).finally(() => file.close());
			await rename(beside, path);
		} catch (error) {
			await unlink(beside).catch(() => {});
			throw error;
		}
	} catch (error) {
		if (made !== undefined) {
			await removeEmpty(folder, made);
		}

		throw error;
	}
};
