import {fstatSync, readFileSync} from 'node:fs';
import {cleanLine} from './clean-line.ts';
import {DriverError} from './driver-error.ts';
import type {Command} from './options.ts';

/** /dev/null, as Linux numbers it: major 1, minor 3. */
const nullDevice = 0x1_03;

/** Of the flags of an open file, how it may be used; read and write (fcntl.h). */
const accessMode = 0o3;
const readWrite = 0o2;

/**
Was a descriptor closed when the program started? In its place Node opens /dev/null for reading and writing (PlatformInit of
node.cc), where a shell opens it for writing alone. A program that starts this one with such a /dev/null of its own cannot be
told from one that closed it: in both cases nobody can read the output.
*/
const wasClosed = (descriptor: number): boolean => {
	try {
		if (fstatSync(descriptor).rdev !== nullDevice) {
			return false;
		}

		const [, flags = '0'] =
			/^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
		return (Number.parseInt(flags, 8) & accessMode) === readWrite;
	} catch {
		return false;
	}
};

/**
Watches stdout of what draws no screen: where nothing can be written the program ends. A reader that went away, as in
`| head`, has seen enough; a full disk has not. Whoever sets a period asks for something else than to read.
@throws DriverError where stdout is closed.
*/
export const guardOutput = (
	{stdout, stderr, exit}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>,
	command: Command,
): void => {
	if (!('period' in command && command.period !== undefined) && wasClosed(stdout.fd)) {
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
