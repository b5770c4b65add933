import {opendir} from 'node:fs/promises';
import {join} from 'node:path';
import {ownMounts, readLocalMounts} from '../linux/local-mounts.ts';
import {type PinRefusal, pinPath} from '../linux/pin-path.ts';
import {refusalOf} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import type {GuestContext} from './context.ts';

/**
What lies at a path that a person gave, with links followed: its real path, and the user id of its owner. `led`: another
user's link leads there.
*/
export type GivenPath =
	| {
			readonly kind: 'socket' | 'folder' | 'other' | 'led';
			readonly resolved: string;
			readonly user: number;
	  }
	| {readonly kind: PinRefusal};

type World = Pick<GuestContext, 'root' | 'isOwn'>;

/** Most names looked at in a folder. */
const nameLimit = 4096;

const pin = async ({root, isOwn}: World, path: string) => {
	const mounts = await readLocalMounts(root, ownMounts);
	return pinPath(path, {anchor: rooted(root, '/'), mounts, isTrusted: isOwn});
};

/** Reads what lies at a path, but opens nothing on a file system that may hang. @throws ExhaustedError */
export const readGivenPath = async (world: World, path: string): Promise<GivenPath> => {
	const found = await pin(world, path);
	if (typeof found === 'string') {
		return {kind: found};
	}

	const {stats, resolved, isLed} = found;
	await found.close();
	const kind = stats.isSocket() ? 'socket' : stats.isDirectory() ? 'folder' : 'other';
	return {kind: isLed ? 'led' : kind, resolved, user: stats.uid};
};

/**
Lists the sockets in a folder, and the links that lead to a socket, in the order of the folder.
@throws ExhaustedError
*/
export const socketsInFolder = async (
	world: World,
	folder: string,
): Promise<readonly string[] | PinRefusal> => {
	const found = await pin(world, folder);
	if (typeof found === 'string') {
		return found;
	}

	if (found.isLed) {
		await found.close();
		return 'denied';
	}

	const paths: string[] = [];
	try {
		let count = 0;
		for await (const entry of await opendir(found.path)) {
			const path = join(folder, entry.name);
			const isLink = entry.isSymbolicLink() && (await readGivenPath(world, path)).kind === 'socket';
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
