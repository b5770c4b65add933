import {fstatSync, readFileSync} from 'node:fs';
import {DriverError} from '../driver/driver-error.ts';
import type {Command} from '../options/command.ts';
import {cleanLine} from '../text/clean-text.ts';

/** /dev/null, as Linux numbers it: major 1, minor 3. */
const nullDevice = 0x1_03;

/** The flags of an open file that say how the file may be used (fcntl.h). */
const accessMode = 0o3;
const readOnly = 0o0;
const readWrite = 0o2;

/** The access mode of a descriptor that leads to /dev/null. Undefined: it leads elsewhere, or the mode cannot be read. */
const modeOfNull = (descriptor: number): number | undefined => {
	try {
		const text =
			fstatSync(descriptor).rdev === nullDevice
				? readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')
				: '';
		const [, flags] = /^flags:\s*([0-7]+)/m.exec(text) ?? [];
		return flags === undefined ? undefined : Number.parseInt(flags, 8) & accessMode;
	} catch {
		return undefined;
	}
};

/**
Was stdout closed when the program started? Node then opens /dev/null for reading and writing in its place (PlatformInit
of node.cc); a shell opens /dev/null for writing alone. A parent that opened /dev/null for reading and writing looks like a
parent that closed stdout: in both cases no program can read the output.
*/
const isClosed = (): boolean => modeOfNull(1) === readWrite;

/** Was the program started by Node for its exit code only (`stdio: 'ignore'`, uv_spawn)? */
const isIgnored = (): boolean => modeOfNull(0) === readOnly && modeOfNull(2) === readWrite;

/** May the output stay unread? A command that sets a period, or a check whether domtop is installed, needs no reader. */
const mayBeUnread = (command: Command): boolean =>
	command.name === 'help' || command.name === 'version'
		? isIgnored()
		: command.name === 'dommemstat' && command.period !== undefined;

/**
Watches stdout of commands without a screen, and ends the program where nothing can be written. A reader that went away,
as in `| head`, has seen enough: the exit code is 0. With any other error, as of a full disk, the exit code is 1.
@throws DriverError where stdout is closed and the output must not stay unread.
*/
export const guardOutput = (
	{stdout, stderr, exit}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>,
	command: Command,
): void => {
	if (isClosed() && !mayBeUnread(command)) {
		throw new DriverError(
			'Cannot write the output: stdout is closed.',
			'Send it to a file or a pipe, or with > to /dev/null.',
		);
	}

	stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code === 'EPIPE') {
			exit(0);
		}

		stderr.write(`domtop: Cannot write the output: ${cleanLine(error.message)}.\n`);
		exit(1);
	});
};
