import {close, open, read} from 'node:fs';
import {promisify} from 'node:util';
import type {Clock} from '../../source/async/clock.ts';
import {patientClock, settledWithin} from '../../source/async/wait.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import {type ChildReading, readByChild} from './read-by-child.ts';
import {refusalOf} from './read-file.ts';

/**
The first bytes of a file that may hang, on behalf of a process. Absent: it is not there, or we may not look. `stuck`: the
kernel did not say in time, or others of this process, or of its owner, already hang. Rejects with an ExhaustedError.
@param stranger the id of its owner, where that is neither root nor this user.
*/
export type PatientReader = (
	pid: number,
	path: string,
	byteLimit: number,
	stranger: number | undefined,
) => Promise<Buffer | 'stuck' | undefined>;

/** Seconds a file may take. */
const replyTimeoutSeconds = 1;

/** Each read that hangs holds a thread of Node's pool, which has four: then children read. */
const stuckLimit = 1;
/** Children that hang, of one stranger and of all: another process of his, or of any, is not read then. */
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
Not read synchronously like the rest of /proc: for a command line the kernel takes the process's memory map and its pages,
which a process stuck in the kernel, or one that maps a file of a file system that hangs, may hold for ever. A thread that
waits for that cannot be ended, and this program not without it: of strangers, a child reads, which can be left behind.

@param spawn absent: this program reads all.
*/
export const createPatientReader = (clock: Clock, spawn?: Spawn): PatientReader => {
	/** By pid, whom it belongs to. */
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
