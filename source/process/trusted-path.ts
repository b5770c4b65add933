import {lstatSync, readlinkSync, type Stats, statfsSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';

/** A path after a look at all its parts. */
export type TrustedPath = {
	/** Where the path leads, without a link in it: what was judged. Open this path, not the path that was given. */
	readonly path: string;
	/** Why the path must not be used, as half a sentence. Undefined: it may be used. */
	readonly distrust?: string;
	/** What is there. Undefined: nothing yet, and no other user can put something there. */
	readonly stats?: Stats;
};

/** Reads the file system. Undefined: nothing is there. */
export type PathReader = {
	readonly lstat: (path: string) => Stats | undefined;
	readonly readlink: (path: string) => string;
	/** Number of the kind of file system that the path lies on (statfs(2)). */
	readonly fileSystem: (path: string) => number;
};

const thisSystem: PathReader = {
	lstat: (path) => lstatSync(path, {throwIfNoEntry: false}),
	readlink: (path) => readlinkSync(path),
	fileSystem: (path) => statfsSync(path).type,
};

/** FUSE_SUPER_MAGIC of linux/magic.h. Any user may mount a FUSE file system, and chooses the owners and modes that it shows. */
const fuse = 0x65735546;

/** Highest number of links that Linux follows on one path (path_resolution(7)). */
const linkLimit = 40;

const outOfReach = (code: string, text: string, path: string): Error =>
	Object.assign(new Error(`${code}: ${text}, lstat '${path}'`), {code});

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
Why another user may change the path. Undefined: no other user may. The mode of a link means nothing: a user who may change its
folder may change the link.
*/
const distrustOf = (path: string, stats: Stats, user: number): string | undefined => {
	if (stats.uid !== 0 && stats.uid !== user) {
		return `${path} belongs to uid ${stats.uid}`;
	}

	// A sticky bit does not help: other users may then still make what is not there yet.
	const others = stats.isSymbolicLink() ? 0 : stats.mode & (user === 0 ? 0o022 : 0o002);
	return others === 0 ? undefined : `${path} is writable by ${others & 0o002 ? 'everybody' : 'its group'}`;
};

/**
The only rule for every folder and file that the environment names: only the user and root may change it, or lead it elsewhere.
Each part of the path must belong to the user or to root, and not be writable by everybody. Links, and what they lead through,
are parts too. For root, each part must belong to root, be writable by root alone, and lie on no FUSE file system. What is not
there yet is judged by the nearest folder that is there.

@param path absolute.
@param user effective user id.
@throws Error of the file system where the path cannot be looked at.
*/
export const trustedPath = (
	path: string,
	user: number,
	{lstat, readlink, fileSystem} = thisSystem,
): TrustedPath => {
	const rest = partsOf(normalize(path));
	let at = '/';
	let stats = lstat(at);
	for (let links = 0; stats !== undefined; ) {
		const distrust = distrustOf(at, stats, user);
		const part = rest.shift();
		if (distrust !== undefined || part === undefined) {
			return distrust === undefined ? {path: at, stats} : {path: at, distrust};
		}

		const next = part === '..' ? dirname(at) : join(at, part);
		const found = stats.isDirectory() ? lstat(next) : undefined;
		if (user === 0 && found && found.dev !== stats.dev && fileSystem(next) === fuse) {
			return {path: next, distrust: `${next} lies on a FUSE file system`};
		}

		if (!found?.isSymbolicLink()) {
			[at, stats] = [next, found];
			continue;
		}

		const ofLink = distrustOf(next, found, user);
		if (ofLink !== undefined) {
			return {path: next, distrust: ofLink};
		}

		links += 1;
		if (links > linkLimit) {
			throw outOfReach('ELOOP', 'too many symbolic links encountered', path);
		}

		const target = readlink(next);
		rest.unshift(...partsOf(target));
		at = target.startsWith('/') ? '/' : at;
		stats = lstat(at);
	}

	if (rest.includes('..')) {
		throw outOfReach('ENOENT', 'no such file or directory', path);
	}

	return {path: join(at, ...rest)};
};
