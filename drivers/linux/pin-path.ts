import {close, constants, fstat, open, readlink, type Stats} from 'node:fs';
import {promisify} from 'node:util';
import type {LocalMounts} from './local-mounts.ts';
import {readText, refusalOf} from './read-file.ts';

const openFile = promisify(open);
const closeFile = promisify(close);
const statFile = promisify(fstat);
const readLinkOf = promisify(readlink);

/** open(2): a mere reference to a file, which opens nothing of it. Node has no name for it. */
const O_PATH = 0o10000000;
const reference = O_PATH | constants.O_NOFOLLOW;

/** Limits of symbolic links followed, as path_resolution(7) says, and of parts of a path. */
const linkLimit = 40;
const partLimit = 256;

/** A file that stays held, whatever its path leads to later. */
export type PinnedPath = {
	readonly descriptor: number;
	/** A path that opens, or connects to, exactly this file. */
	readonly path: string;
	readonly stats: Stats;
	/** The file's place below the anchor: absolute, without links, `.` and `..`. */
	readonly resolved: string;
	/** Every folder and link on the way belongs to root, and root alone may write there. */
	readonly isRootOnly: boolean;
	/** Every user may search every folder on the way. */
	readonly isPublic: boolean;
	/** The last part of the path was a link. */
	readonly wasLink: boolean;
	/** A user who is not trusted made a link on the way, or can put another link in its place. */
	readonly isLed: boolean;
	readonly close: () => Promise<void>;
};

/**
`remote`: the path lies on a file system that may hang, and was not looked at. `odd`: no person would make the path, or
it leads through a link of a process in /proc. The text of these links does not tell all of where they lead.
*/
export type PinRefusal = 'absent' | 'denied' | 'failed' | 'remote' | 'odd';

export type PinOptions = {
	/** The folder that is `/` for this path: links and `..` never lead out of it. */
	readonly anchor: string;
	readonly mounts: LocalMounts;
	/** May this user's links be followed as if they were not there? */
	readonly isTrusted: (user: number) => boolean;
};

type Step = {readonly descriptor: number; readonly name: string; readonly stats: Stats};

/** The mount that a descriptor of this program lies on. */
const mountOf = (descriptor: number): string =>
	/^mnt_id:\s*(\d+)$/m.exec(readText(`/proc/self/fdinfo/${descriptor}`) ?? '')?.[1] ?? '';

const isSearchable = ({mode}: Stats): boolean => (mode & 0o001) !== 0;

const isRoots = ({uid, mode}: Stats): boolean => uid === 0 && (mode & 0o022) === 0;

/** Is an entry of root, or of a user of umask 002, safe from being replaced by others? In a sticky folder it is. */
const keepsEntries = ({uid, mode}: Stats): boolean =>
	(mode & (uid === 0 ? 0o022 : 0o002)) === 0 || (mode & 0o1000) !== 0;

/** A link here is the kernel's: it leads to the file itself, not to the path in its text. */
const isOfProcess = (path: string): boolean => /^\/proc\/\d+\//.test(path);

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
Walks an absolute path part by part. A descriptor holds each part before the next part is looked up (openat(2)), so that
no user can swap a part in between. The walk never waits for a file system's server: it does not enter remote mounts.
@throws ExhaustedError
*/
export const pinPath = async (
	path: string,
	{anchor, mounts, isTrusted}: PinOptions,
): Promise<PinnedPath | PinRefusal> => {
	const steps: Step[] = [];
	const left = partsOf(path);
	let links = 0;
	let isRootOnly = true;
	let isPublic = true;
	let wasLink = false;
	let isLed = false;
	/** The mount of the anchor. */
	let home: string | undefined;

	/** Undefined: the place lies on a mount that was made after the mounts were read. */
	const enter = async (place: string, name: string, flags: number): Promise<Step | undefined> => {
		const descriptor = await openFile(place, flags);
		try {
			const mount = mountOf(descriptor);
			home ??= mount;
			if (mount !== home && !mounts.hasMount(mount)) {
				await closeFile(descriptor);
				return undefined;
			}

			return {descriptor, name, stats: await statFile(descriptor)};
		} catch (error) {
			await closeFile(descriptor);
			throw error;
		}
	};

	const resolvedWith = (...names: readonly string[]): string =>
		`/${[...steps.slice(1).map(({name}) => name), ...names].join('/')}`;

	const leaveTo = async (depth: number): Promise<void> => {
		for (const {descriptor} of steps.splice(depth)) {
			await closeFile(descriptor);
		}
	};

	/** Undefined: the walk goes on. */
	const walkOn = async (part: string): Promise<PinRefusal | undefined> => {
		const top = steps.at(-1) as Step;
		if (part === '..') {
			await leaveTo(Math.max(1, steps.length - 1));
			return undefined;
		}

		if (!mounts.hasPath(resolvedWith(part))) {
			return 'remote';
		}

		const place = `/proc/self/fd/${top.descriptor}/${part}`;
		const step = await enter(place, part, reference);
		if (!step) {
			return 'remote';
		}

		if (step.stats.isSymbolicLink()) {
			await closeFile(step.descriptor);
			if (isOfProcess(resolvedWith(part))) {
				return 'odd';
			}

			links += 1;
			isRootOnly &&= step.stats.uid === 0;
			isLed ||= !(isTrusted(step.stats.uid) && isTrusted(top.stats.uid) && keepsEntries(top.stats));
			wasLink ||= left.length === 0;
			const target = await readLinkOf(place);
			left.unshift(...partsOf(target));
			if (target.startsWith('/')) {
				await leaveTo(1);
			}
		} else {
			steps.push(step);
			isRootOnly &&= !step.stats.isDirectory() || isRoots(step.stats);
			isPublic &&= !step.stats.isDirectory() || isSearchable(step.stats);
		}

		return links > linkLimit || left.length > partLimit ? 'odd' : undefined;
	};

	try {
		if (left.length > partLimit || path.includes('\0')) {
			return 'odd';
		}

		if (!mounts.hasPath('/')) {
			return 'remote';
		}

		const start = await enter(anchor, '', O_PATH | constants.O_DIRECTORY);
		if (!start) {
			return 'remote';
		}

		steps.push(start);
		isRootOnly = isRoots(start.stats);
		isPublic = isSearchable(start.stats);
		for (let part = left.shift(); part !== undefined; part = left.shift()) {
			const refusal = await walkOn(part);
			if (refusal !== undefined) {
				return refusal;
			}
		}

		const resolved = resolvedWith();
		const {descriptor, stats} = steps.pop() as Step;
		let isOpen = true;
		return {
			descriptor,
			path: `/proc/self/fd/${descriptor}`,
			stats,
			resolved,
			isRootOnly,
			isPublic,
			wasLink,
			isLed,
			close: async () => {
				if (isOpen) {
					isOpen = false;
					await closeFile(descriptor);
				}
			},
		};
	} catch (error) {
		return refusalOf(error);
	} finally {
		await leaveTo(0);
	}
};
