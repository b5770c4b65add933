import {spawn} from 'node:child_process';

/** TCFLSH and TCOFLUSH of asm-generic/ioctls.h (ioctl_tty(2)); elsewhere the kernel refuses the number. */
const script = 'ioctl(STDOUT, 0x540B, 1)';

/** Milliseconds after which the child is ended. */
const discardTimeoutMilliseconds = 100;

/**
Has the kernel discard what was written to a terminal and not read yet. Node has no call for it, so a child asks: perl,
which nearly every Linux has. Its environment is empty, so that nobody can lend it a module.

@returns resolves when that is done, or cannot be: nothing is discarded afterwards.
*/
export const discardOutput = (descriptor: number): Promise<void> =>
	new Promise((resolve) => {
		spawn('/usr/bin/perl', ['-e', script], {
			env: {},
			stdio: ['ignore', descriptor, 'ignore'],
			timeout: discardTimeoutMilliseconds,
			killSignal: 'SIGKILL',
		})
			.once('exit', () => resolve())
			.once('error', () => resolve());
	});
