import type {ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {startQemu} from '../start-qemu.ts';
import {type GuestFiles, type GuestOptions, guestArguments} from './guest-options.ts';
import {type Monitor, openMonitor} from './monitor.ts';

/** A guest that runs and is paced. */
export type Guest = {
	readonly options: GuestOptions & {readonly uuid: string};
	readonly pid: number;
	/** The monitor that domtop finds. */
	readonly socket: string;
	/** The lab's monitor, on the second socket. */
	readonly monitor: Monitor;
	/** Resolves when the guest prints again that it is paced, after a reset. Call it before the reset. */
	readonly pacedAgain: () => Promise<void>;
	readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void;
	/** Sends SIGKILL and waits until the process is gone; a second call does nothing. */
	readonly kill: () => Promise<void>;
};

/** Seconds within which a guest is paced. */
export const bootSeconds = 90;

const paced = async (process: ChildProcess, lastOutput: () => string): Promise<void> => {
	const finished = new AbortController();
	const late = AbortSignal.timeout(bootSeconds * 1000);
	const signal = AbortSignal.any([finished.signal, late]);
	const event = async (name: string): Promise<string> => {
		await once(process, name, {signal});
		return name;
	};

	try {
		if ((await Promise.race([event('paced'), event('exit')])) === 'exit') {
			throw new Error('It ended.');
		}
	} catch (error) {
		throw new Error(`The guest was not paced, at most ${bootSeconds} s were given: ${lastOutput()}`, {
			cause: error,
		});
	} finally {
		finished.abort();
	}
};

/**
Boots a guest and waits until it moves data at its rates. The kernel kills the child QEMU when this process ends, in
whatever way; the signal kills it too. Rejects with the last words of the console and of QEMU if QEMU ends or takes 90 s.
*/
export const bootGuest = async (
	options: GuestOptions & {readonly uuid: string},
	files: GuestFiles,
	signal: AbortSignal,
): Promise<Guest> => {
	const {child, onLine, lastOutput, kill} = startQemu(guestArguments(options, files), signal);
	onLine((line) => {
		if (line.includes('the guest is paced')) {
			child.emit('paced');
		}
	});

	try {
		await paced(child, lastOutput);
		const monitor = await openMonitor(files.secondSocket);
		child.once('exit', monitor.close);
		return {
			options,
			pid: child.pid ?? 0,
			socket: files.socket,
			monitor,
			pacedAgain: () => paced(child, lastOutput),
			signal: (signal) => child.kill(signal),
			kill,
		};
	} catch (error) {
		await kill();
		throw error;
	}
};
