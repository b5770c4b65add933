import {close, open, read} from 'node:fs';
import {promisify} from 'node:util';
import type {Clock} from '../../source/async/clock.ts';
import {patientClock, settledWithin} from '../../source/async/wait.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import {type ChildReading, readByChild} from './read-by-child.ts';
import {refusalOf} from './read-file.ts';

/**
Reads the first bytes of a file of a process; the read may hang. Undefined: the file does not exist, or we may not look.
`stuck`: the kernel did not answer in time, or other reads of this process, or of its owner, already hang. Rejects with an
ExhaustedError.
@param stranger the id of the process's owner, where the owner is neither root nor this user.
*/
export type PatientReader = (
	pid: number,
	path: string,
	byteLimit: number,
	stranger: number | undefined,
) => Promise<Buffer | 'stuck' | undefined>;

/** Seconds a file may take. */
const replyTimeoutSeconds = 1;

/** Each read that hangs holds a thread of Node's pool, which has four threads. At this limit children read instead. */
const stuckLimit = 1;
/** Limits of hanging children, of one stranger and in all. At a limit no child reads for this stranger, or for any owner. */
const strangerLimit = 2;
const stuckChildLimit = 16;

const ignore = () => {};

const openFile = promisify(open);
const closeFile = promisify(close);
const readFile = promisify(read);

const readBytes = async (path: string, byteLimit: number): Promise<Buffer | undefined> => {
	const file = await openFile(path, 'r').catch(refusalOf);
	if (typeof file === 'string') {
		return undefined;
	}

	const buffer = Buffer.allocUnsafe(byteLimit);
	let length = 0;
	try {
		while (length < buffer.length) {
			const {bytesRead} = await readFile(file, buffer, length, buffer.length - length, null);
			if (bytesRead === 0) {
				break;
			}

			length += bytesRead;
		}

		return Buffer.from(buffer.subarray(0, length));
	} catch {
		return undefined;
	} finally {
		await closeFile(file);
	}
};

const readHere = (path: string, byteLimit: number): ChildReading => ({
	content: readBytes(path, byteLimit),
	// A thread that reads cannot be ended.
	giveUp: () => {},
});

/**
These files are not read synchronously like the rest of /proc: for a command line the kernel takes the process's memory
map and its pages. A process that is stuck in the kernel, or maps a file of a hanging file system, may hold them for ever.
A waiting thread cannot be ended, and this program cannot end before its threads. So a child, which can be left behind,
reads the files of strangers.

@param spawn starts children that read. Undefined: this program reads all.
*/
export const createPatientReader = (clock: Clock, spawn?: Spawn): PatientReader => {
	/** Pids whose read hangs, with the owner. Undefined: root or this user. */
	const stuck = new Map<number, number | undefined>();
	const stuckHere = new Set<number>();

	const isFull = (stranger: number | undefined, byChild: boolean): boolean =>
		byChild
			? stuck.size - stuckHere.size >= stuckChildLimit ||
				(stranger !== undefined &&
					[...stuck.values()].filter((owner) => owner === stranger).length >= strangerLimit)
			: stuckHere.size > stuckLimit;

	return async (pid, path, byteLimit, stranger) => {
		const byChild = spawn !== undefined && (stranger !== undefined || stuckHere.size >= stuckLimit);
		if (stuck.has(pid) || isFull(stranger, byChild)) {
			return 'stuck';
		}

		const {content, giveUp} = byChild
			? readByChild({spawn, clock}, path, byteLimit)
			: readHere(path, byteLimit);
		const settled = content.then(ignore, ignore);
		if (await settledWithin(patientClock(clock), replyTimeoutSeconds, settled)) {
			return content;
		}

		giveUp();
		stuck.set(pid, stranger);
		if (!byChild) {
			stuckHere.add(pid);
		}

		void settled.then(() => {
			stuck.delete(pid);
			stuckHere.delete(pid);
		});
		return 'stuck';
	};
};
