import {opendir} from 'node:fs/promises';
import {join} from 'node:path';
import {readLocalMounts} from '../linux/local-mounts.ts';
import {type PinRefusal, pinPath} from '../linux/pin-path.ts';
import {refusalOf} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';

/** What is at a path that a person gave, with links followed: its real path, and the user id of its owner. */
export type GivenPath =
	| {readonly kind: 'socket' | 'folder' | 'other'; readonly resolved: string; readonly user: number}
	| {readonly kind: PinRefusal};

/** Names looked at in a folder. */
const nameLimit = 4096;

const pin = (root: string, path: string) =>
	pinPath(path, {anchor: rooted(root, '/'), isLocal: readLocalMounts(root, '/proc/self/mountinfo')});

/** Looks at no file system that may hang. @throws ExhaustedError */
export const lookAtPath = async (root: string, path: string): Promise<GivenPath> => {
	const found = await pin(root, path);
	if (typeof found === 'string') {
		return {kind: found};
	}

	const {stats, resolved} = found;
	await found.close();
	const kind = stats.isSocket() ? 'socket' : stats.isDirectory() ? 'folder' : 'other';
	return {kind, resolved, user: stats.uid};
};

/** The sockets in a folder, and links that lead to one, in the order of the folder. @throws ExhaustedError */
export const socketsInFolder = async (
	root: string,
	folder: string,
): Promise<readonly string[] | PinRefusal> => {
	const found = await pin(root, folder);
	if (typeof found === 'string') {
		return found;
	}

	const paths: string[] = [];
	try {
		let count = 0;
		for await (const entry of await opendir(found.path)) {
			const path = join(folder, entry.name);
			const isLink = entry.isSymbolicLink() && (await lookAtPath(root, path)).kind === 'socket';
			if (entry.isSocket() || isLink) {
				paths.push(path);
			}

			count += 1;
			if (count >= nameLimit) {
				break;
			}
		}
	} catch (error) {
		return refusalOf(error);
	} finally {
		await found.close();
	}

	return paths;
};
