import type {Clock} from '../../source/async/clock.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import {createPatientReader, type PatientReader} from './patient-reader.ts';
import {rooted} from './rooted.ts';

/**
Reads the arguments of a process (/proc/<pid>/cmdline), or its first environment. Longer texts are cut to one byte more
than `commandLineLimit`. Undefined: the process does not exist, has none (a kernel thread), or we may not look. `stuck`:
the kernel did not answer in time. Rejects with an ExhaustedError.
@param stranger the id of the process's owner, where the owner is neither root nor this user.
*/
export type CommandLineReader = (
	pid: number,
	file?: 'cmdline' | 'environ',
	stranger?: number,
) => Promise<readonly string[] | 'stuck' | undefined>;

/** Limit of bytes read: the owner of a process may make these texts as long as he likes (prctl(2), PR_SET_MM_MAP). */
export const commandLineLimit = 128 * 1024;

const argumentsOf = (bytes: Buffer | undefined): readonly string[] | undefined => {
	if (bytes === undefined || bytes.length === 0) {
		return undefined;
	}

	return bytes.toString('utf8').replace(/\0$/, '').split('\0');
};

/** Reads with a `PatientReader` that other readers share. */
export const commandLinesBy =
	(root: string, read: PatientReader): CommandLineReader =>
	async (pid, file = 'cmdline', stranger) => {
		const bytes = await read(pid, rooted(root, `/proc/${pid}/${file}`), commandLineLimit + 1, stranger);
		return bytes === 'stuck' ? bytes : argumentsOf(bytes);
	};

/** @param spawn starts children that read. Undefined: this program reads all. */
export const createCommandLineReader = (root: string, clock: Clock, spawn?: Spawn): CommandLineReader =>
	commandLinesBy(root, createPatientReader(clock, spawn));
