import {fstatSync, readFileSync} from 'node:fs';
import {DriverError} from '../driver/driver-error.ts';
import type {Command} from '../options/command.ts';
import {cleanLine} from '../text/clean-text.ts';

/** /dev/null, as Linux numbers it: major 1, minor 3. */
const nullDevice = 0x1_03;

/** Of the flags of an open file, how it may be used (fcntl.h). */
const accessMode = 0o3;
const readOnly = 0o0;
const readWrite = 0o2;

/** How a descriptor that leads to /dev/null was opened; undefined: it leads elsewhere. */
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
Was stdout closed when the program started? In its place Node opens /dev/null for reading and writing (PlatformInit of
node.cc), where a shell opens it for writing alone. A program that starts this one with such a /dev/null of its own cannot be
told from one that closed it: in both cases nobody can read the output.
*/
const isClosed = (): boolean => modeOfNull(1) === readWrite;

/** So Node itself starts a program of which only the exit code is asked for (`stdio: 'ignore'`, uv_spawn). */
const isIgnored = (): boolean => modeOfNull(0) === readOnly && modeOfNull(2) === readWrite;

/** Those who set a period, or look whether there is a domtop, ask for something else than to read. */
const mayBeUnread = (command: Command): boolean =>
	command.name === 'help' || command.name === 'version'
		? isIgnored()
		: command.name === 'dommemstat' && command.period !== undefined;

/**
Watches stdout of what draws no screen: where nothing can be written the program ends. A reader that went away, as in
`| head`, has seen enough; a full disk has not.
@throws DriverError where stdout is closed.
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
