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

/** Symbolic links followed, as path_resolution(7) says, and parts of a path. */
const linkLimit = 40;
const partLimit = 256;

/** A file that is held, whatever its path leads to from now on. */
export type PinnedPath = {
	readonly descriptor: number;
	/** What opens, or connects to, just this file. */
	readonly path: string;
	readonly stats: Stats;
	/** Where it lies below the anchor: absolute, without links, `.` and `..`. */
	readonly resolved: string;
	/** Every folder and link on the way belongs to root, and root alone may write there. */
	readonly isRootOnly: boolean;
	/** Everybody may search every folder on the way. */
	readonly isPublic: boolean;
	/** Its last part was a link. */
	readonly wasLink: boolean;
	/** Somebody who is not trusted made a link on the way, or can put another in its place. */
	readonly isLed: boolean;
	readonly close: () => Promise<void>;
};

/**
`remote`: it lies on a file system that may hang, and was not looked at. `odd`: no path a person would make, or one through
a link of a process in /proc, whose text says less than where it leads to.
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

/** May others not replace what root, or a user of umask 002, has put into a folder? In a sticky one they may not. */
const keepsEntries = ({uid, mode}: Stats): boolean =>
	(mode & (uid === 0 ? 0o022 : 0o002)) === 0 || (mode & 0o1000) !== 0;

/** A link here is the kernel's: it leads to the very file, not to where its text says. */
const isOfProcess = (path: string): boolean => /^\/proc\/\d+\//.test(path);

const partsOf = (path: string): string[] => path.split('/').filter((part) => part !== '' && part !== '.');

/**
Walks an absolute path part by part, each held by a descriptor before the next is looked up (openat(2)), so that nobody
can swap one in between. Nothing that it does can wait for another file system's server: those are not entered.
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

	/** Absent: it lies on a mount that was made since it was looked which are there. */
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

	/** Absent: on it goes. */
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
