import {lstatSync, readlinkSync, type Stats, statfsSync} from 'node:fs';
import {dirname, join, normalize} from 'node:path';

/** A path after a look at all its parts. */
export type TrustedPath = {
	/** Where it leads, without a link in it: what was judged. Open this one, not the path that was given. */
	readonly path: string;
	/** Why it must not be used, as half a sentence; absent: it may. */
	readonly distrust?: string;
	/** What is there. Absent: nothing yet, and nobody else can put something there. */
	readonly stats?: Stats;
};

/** How the file system is asked; what is not there is undefined. */
export type PathReader = {
	readonly lstat: (path: string) => Stats | undefined;
	readonly readlink: (path: string) => string;
	/** Number of its kind of file system (statfs(2)). */
	readonly fileSystem: (path: string) => number;
};

const thisSystem: PathReader = {
	lstat: (path) => lstatSync(path, {throwIfNoEntry: false}),
	readlink: (path) => readlinkSync(path),
	fileSystem: (path) => statfsSync(path).type,
};

/** FUSE_SUPER_MAGIC of linux/magic.h: any user may mount one, whose owners and modes are what he says. */
const fuse = 0x65735546;

/** As many as Linux follows on one path (path_resolution(7)). */
const linkLimit = 40;

const outOfReach = (code: string, words: string, path: string): Error =>
	Object.assign(new Error(`${code}: ${words}, lstat '${path}'`), {code});

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/** Who else may change it. The mode of a link means nothing: who may change its folder may change the link. */
const distrustOf = (path: string, stats: Stats, user: number): string | undefined => {
	if (stats.uid !== 0 && stats.uid !== user) {
		return `${path} belongs to uid ${stats.uid}`;
	}

	// Also with a sticky bit: others may then still make what is not there yet.
	const others = stats.isSymbolicLink() ? 0 : stats.mode & (user === 0 ? 0o022 : 0o002);
	return others === 0 ? undefined : `${path} is writable by ${others & 0o002 ? 'everybody' : 'its group'}`;
};

/**
The one rule for every folder and file that the environment names: none but the user and root may change it, or lead it
elsewhere. Each part of the way to it, links and what they lead through too, must belong to the user or to root, and not
be writable by everybody; for root, belong to root, be writable by root alone, and lie on no FUSE file system. What is not there yet is judged by the
nearest folder that is.

@param path absolute.
@param user effective user id.
@throws Error of the file system where it cannot be looked at.
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
