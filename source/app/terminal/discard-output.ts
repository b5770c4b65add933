import {spawn} from 'node:child_process';

/** TCFLSH and TCOFLUSH of asm-generic/ioctls.h (ioctl_tty(2)); elsewhere the kernel refuses the number. */
const script = 'ioctl(STDOUT, 0x540B, 1)';

/** Milliseconds after which the child is ended. */
const discardTimeoutMilliseconds = 100;

/**
Makes the kernel discard what was written to a terminal and not read yet. Node has no call for this, so a child makes the
call: perl, which nearly every Linux has. The child's environment is empty, so that no variable can give it a module.

@returns resolves when the output is discarded, or cannot be: nothing is discarded afterwards.
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
