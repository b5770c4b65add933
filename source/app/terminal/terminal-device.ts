import {closeSync, constants, fstatSync, openSync, readFileSync, writeSync} from 'node:fs';
import {discardOutput} from './discard-output.ts';

/** The way to a terminal that never waits for it. */
export type TerminalDevice = {
	/**
	Offers bytes to the terminal.
	@returns how many of them it took; 0: none now. Throws where the terminal is gone.
	*/
	readonly write: (bytes: Uint8Array) => number;
	/** Has what the terminal took and did not show yet thrown away, where that can be had; resolves soon in any case. */
	readonly discard: () => Promise<void>;
	readonly close: () => void;
};

const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Is this terminal the controlling one, which `/dev/tty` opens? Field 7 of `/proc/self/stat` (proc_pid_stat(5)). */
const isControlling = (descriptor: number): boolean => {
	try {
		const stat = readFileSync('/proc/self/stat', 'latin1');
		const [, , , , number] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return Number(number) === fstatSync(descriptor).rdev;
	} catch {
		return false;
	}
};

const openNew = (path: string): number | undefined => {
	try {
		return openSync(path, flags);
	} catch {
		return undefined;
	}
};

const deviceOf = (descriptor: number, close: () => void): TerminalDevice => ({
	write(bytes) {
		try {
			return writeSync(descriptor, bytes);
		} catch (error) {
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'EAGAIN' || code === 'EINTR') {
				return 0;
			}

			throw error;
		}
	},
	discard: () => discardOutput(descriptor),
	close,
});

/**
Opens the terminal behind a descriptor anew, so that `O_NONBLOCK` is a flag of our own open file description: on an
inherited one it would hold for the shell as well. Node writes to a terminal only in blocking mode.

Two ways, in this order: `/proc/self/fd/N`, which fails after `su`, where the device is another user's; then `/dev/tty`,
which everybody may open, where it is the same terminal. Where neither can be had (no `/proc`, or another user's terminal
that is not the controlling one), the descriptor itself is used as it is: a write then waits for the terminal, and a
terminal that nobody reads holds the program up.
*/
export const openTerminalDevice = (descriptor: number): TerminalDevice => {
	const own =
		openNew(`/proc/self/fd/${descriptor}`) ?? (isControlling(descriptor) ? openNew('/dev/tty') : undefined);
	return own === undefined ? deviceOf(descriptor, () => {}) : deviceOf(own, () => closeSync(own));
};
