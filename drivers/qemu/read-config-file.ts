import {isAbsolute, join} from 'node:path';
import type {Clock} from '../../source/async/clock.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import {readLocalMounts} from '../linux/local-mounts.ts';
import type {PatientReader} from '../linux/patient-reader.ts';
import {type PinnedPath, pinPath} from '../linux/pin-path.ts';
import {readProcessAge} from '../linux/process-age.ts';
import {readLink} from '../linux/read-file.ts';
import {type ConfigContent, type ConfigSection, parseConfigText} from './config-text.ts';
import type {GuestContext} from './context.ts';
import {reasons} from './mapping/reasons.ts';
import {listensOn} from './own-sockets.ts';
import {provenSections, socketLimit} from './proven-sections.ts';
import type {QemuProcess} from './qemu-process.ts';
import {anchorOf, isSetuid, mountsOf} from './seen-by-process.ts';

/** Most bytes read of a file that -readconfig names; Incus and LXD write some 10 KiB. */
export const configLimit = 128 * 1024;

/** By how much the times of a file and of a process may differ, as each is rounded. */
const timeToleranceSeconds = 2;

/** What reading a configuration file needs: socket tables, the clock, and a reader that gives up on files that hang. */
export type ConfigReader = Pick<GuestContext, 'root' | 'isOwn' | 'tables'> & {
	readonly clock: Clock;
	readonly read: PatientReader;
};

type Owner = Pick<QemuProcess, 'pid' | 'stat' | 'users' | 'hasOtherMounts'> & {
	/** The folder in which QEMU was started. Undefined: we may not look. */
	readonly folder: string | undefined;
};

/** Why a file says nothing, after `its configuration is in PATH, `; `denied`: we may not look. */
type Reason = 'denied' | `which ${string}`;

/**
Whether this program may show what a file says because a process of these users names it. The file must be the user's
own, or root's. A file of root counts only if root started root's process, or if every user may read the file.
`root-made`: only if root made the process, as with -runas.
*/
const permissionOf = async (
	{root}: ConfigReader,
	process: Owner,
	{stats, isLed, isPublic, isRootOnly}: PinnedPath,
): Promise<boolean | 'root-made'> => {
	const {users, hasOtherMounts} = process;
	if (users === undefined || !users.isOne) {
		return false;
	}

	if (stats.uid !== 0) {
		return stats.uid === users.effective;
	}

	if (users.effective !== 0) {
		return (isPublic && (stats.mode & 0o004) !== 0) || (isRootOnly && !hasOtherMounts && 'root-made');
	}

	return !isLed && (await isSetuid(root, process)) !== true;
};

/** Whether the process holds a socket that root made, and that listens where the file says. */
const isRootMade = async (
	reader: ConfigReader,
	{pid}: Owner,
	sections: readonly ConfigSection[],
): Promise<boolean> => {
	const paths = sections.flatMap(({group, options}) =>
		group === 'chardev' ? (options.get('path') ?? []) : [],
	);
	for (const path of paths.slice(0, socketLimit)) {
		if ((await listensOn(reader, {pid, hasOtherNetwork: false}, path, {byRoot: true})) === 'yes') {
			return true;
		}
	}

	return false;
};

/**
Whether the file seems to have been changed, or put there, after QEMU had read it. The file's time is by the wall clock
of then. The start of the process is by the wall clock of now. Where the clock was stepped in between, this is
wrong.
*/
const seemsNewer = ({root, clock}: ConfigReader, {stat}: Owner, {stats}: PinnedPath): boolean => {
	const age = readProcessAge(root, stat);
	return age !== undefined && stats.ctimeMs > clock.wall() - (age - timeToleranceSeconds) * 1000;
};

/** What counts of a file, and why the rest of it does not. */
type Found = {readonly sections?: readonly ConfigSection[]; readonly reason?: Reason};

const missing = 'which is not there any more';
const newer = 'which seems to be newer than its process';
const late = 'which cannot be read in time';
const notItsOwn: Found = {reason: 'which is not its own'};
const tooLong: Found = {reason: 'which is longer than 128 KiB'};
const noPlainFile: Found = {reason: 'which is no plain file'};

const readPinned = async (reader: ConfigReader, process: Owner, pin: PinnedPath): Promise<Found> => {
	const {root, isOwn, read} = reader;
	const files = await readLocalMounts(root, mountsOf(process), {forReading: true});
	if (!pin.stats.isFile() || !files.hasPath(pin.resolved)) {
		return noPlainFile;
	}

	const permission = await permissionOf(reader, process, pin);
	if (permission === false) {
		return notItsOwn;
	}

	if (pin.stats.size > configLimit) {
		return tooLong;
	}

	const self = readLink('/proc/self');
	const owner = process.users?.effective;
	const bytes = await read(
		process.pid,
		`/proc/${'value' in self ? self.value : 'self'}/fd/${pin.descriptor}`,
		configLimit + 1,
		owner === undefined || isOwn(owner) ? undefined : owner,
	);
	if (bytes === 'stuck') {
		return {reason: late};
	}

	if (bytes === undefined) {
		return {reason: 'denied'};
	}

	const sections = bytes.length > configLimit ? undefined : parseConfigText(bytes.toString('utf8'));
	if (permission === 'root-made' && !(sections && (await isRootMade(reader, process, sections)))) {
		return notItsOwn;
	}

	if (seemsNewer(reader, process, pin)) {
		return {
			sections: await provenSections(reader, process, sections ?? []),
			reason: newer,
		};
	}

	return sections
		? {sections}
		: bytes.length > configLimit
			? tooLong
			: {reason: 'which is not as QEMU reads it'};
};

/** Reads what a file says, as its process saw it. @throws ExhaustedError */
const pinAndRead = async (reader: ConfigReader, process: Owner, path: string): Promise<Found> => {
	const {root, isOwn} = reader;
	const pin = await pinPath(path, {
		anchor: anchorOf(root, process),
		mounts: await readLocalMounts(root, mountsOf(process)),
		isTrusted: isOwn,
	});
	switch (pin) {
		case 'absent': {
			return {reason: missing};
		}

		case 'denied': {
			return {reason: 'denied'};
		}

		case 'remote': {
			return {reason: 'which lies where a look may hang'};
		}

		case 'odd':
		case 'failed': {
			return noPlainFile;
		}

		default: {
			try {
				return await readPinned(reader, process, pin);
			} finally {
				await pin.close();
			}
		}
	}
};

/** Begins each reason why a configuration was not read, except that we may not look. */
export const unreadConfiguration = 'its configuration is in ';

const unread = (path: string, reason: string): string =>
	`${unreadConfiguration}${cleanText(path, textLimits.path)}, ${reason}`;

const obstacles: Readonly<Record<string, ConfigContent['obstacle']>> = {
	[missing]: 'missing',
	[newer]: 'passing',
	[late]: 'passing',
};

/**
Reads a file that a process read when it started (-readconfig), if the file may be shown. Any user may call a program
QEMU and name any file. So only a plain file of the process's user, or of root, is opened. A file that may hang is not
waited for.
@throws ExhaustedError
*/
export const readConfigFile = async (
	reader: ConfigReader,
	process: Owner,
	name: string,
): Promise<ConfigContent> => {
	const {folder} = process;
	if (!isAbsolute(name) && folder === undefined) {
		return {unread: reasons.permissionDenied};
	}

	const path = isAbsolute(name) ? name : join(folder ?? '/', name);
	const {sections, reason} = await pinAndRead(reader, process, path);
	return reason === undefined
		? {sections}
		: {
				sections,
				unread: reason === 'denied' ? reasons.permissionDenied : unread(path, reason),
				obstacle: obstacles[reason],
			};
};
