import {type ChildProcess, spawn} from 'node:child_process';
import {EventEmitter, once} from 'node:events';
import {createInterface} from 'node:readline';

/** A QEMU that is a child of this process, and dies with it in whatever way it ends. */
export type Qemu = {
	readonly child: ChildProcess;
	/** Calls back for each line of QEMU's standard output and error. */
	readonly onLine: (listener: (line: string) => void) => void;
	/** The last lines of both. */
	readonly lastOutput: () => string;
	/** Sends SIGKILL and waits until QEMU is gone; a second call does nothing. */
	readonly kill: () => Promise<void>;
};

/**
@param signal kills QEMU.
@param redirections other files that QEMU holds open, as a shell spells them: `7<>/dev/tap7`, below 10.
@param architecture the architecture that QEMU emulates.
*/
export const startQemu = (
	parameters: readonly string[],
	signal: AbortSignal,
	redirections = '',
	architecture = 'x86_64',
): Qemu => {
	const emulator = ['sh', '-c', `exec qemu-system-${architecture} "$@" ${redirections}`, 'sh'];
	const command = ['--pdeathsig', 'KILL', ...emulator, ...parameters];
	const child = spawn('setpriv', command, {stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL'});
	const output: string[] = [];
	const lines = new EventEmitter();
	child.on('error', (error) => output.push(error.message));
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({input: stream}).on('line', (line) => {
			output.push(line);
			lines.emit('line', line);
		});
	}

	return {
		child,
		onLine: (listener) => lines.on('line', listener),
		lastOutput: () => output.slice(-15).join('\n'),
		kill: async () => {
			if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
				const gone = once(child, 'exit');
				child.kill('SIGKILL');
				await gone;
			}
		},
	};
};
