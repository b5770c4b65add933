import {closeSync, constants, fstatSync, openSync, readFileSync, writeSync} from 'node:fs';
import {discardOutput} from './discard-output.ts';

/** Writes to a terminal and never waits for it. */
export type TerminalDevice = {
	/**
	Offers bytes to the terminal.
	@returns how many bytes the terminal took; 0: none now.
	@throws where the terminal is gone.
	*/
	readonly write: (bytes: Uint8Array) => number;
	/** Throws away what the terminal took and did not show yet, where that is possible. Resolves soon in any case. */
	readonly discard: () => Promise<void>;
	readonly close: () => void;
};

const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Is this the controlling terminal, which `/dev/tty` opens? Field 7 of `/proc/self/stat` (proc_pid_stat(5)). */
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
Opens the terminal behind a descriptor again, so that `O_NONBLOCK` is a flag of domtop's own open file description. On an
inherited description the flag would hold for the shell as well. Node writes to a terminal only in blocking mode.

The first way is `/proc/self/fd/N`, which fails after `su`, where the device is another user's. The second way is
`/dev/tty`, where it is the same terminal: every user may open it. Both ways fail without `/proc`, or where another
user's terminal is not the controlling terminal. Then the descriptor itself is used as it is: a write waits for the
terminal, and a terminal that no program reads holds domtop up.
*/
export const openTerminalDevice = (descriptor: number): TerminalDevice => {
	const own =
		openNew(`/proc/self/fd/${descriptor}`) ?? (isControlling(descriptor) ? openNew('/dev/tty') : undefined);
	return own === undefined ? deviceOf(descriptor, () => {}) : deviceOf(own, () => closeSync(own));
};
