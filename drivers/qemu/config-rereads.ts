import {type Backoff, createBackoff} from '../../source/async/backoff.ts';
import type {Clock} from '../../source/async/clock.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Decides when a configuration that could not be read is read again. */
export type ConfigRereads = {
	/**
	Whether it is time to read this process's configuration again. If so, the caller must read it now: the next delay has
	begun.
	*/
	readonly isDue: (process: QemuProcess) => boolean;
	/** Forgets the processes that are not given. */
	readonly forgetAllBut: (pids: ReadonlySet<number>) => void;
};

/** Seconds between two reads: at first, and at most. */
const retryDelaysSeconds = {first: 10, last: 320};

/** Chooses between two readings of one process: the reading with more QMP sockets, else the later reading. */
export const betterOf = (before: QemuProcess | undefined, later: QemuProcess): QemuProcess =>
	before?.incarnation === later.incarnation && before.monitors.sockets.length > later.monitors.sockets.length
		? before
		: later;

/** Remembers by pid when each configuration is read again: after 10 s at first, then after delays that grow to 320 s. */
export const createConfigRereads = (clock: Clock): ConfigRereads => {
	const byPid = new Map<number, Backoff & Pick<QemuProcess, 'incarnation'>>();
	return {
		isDue({pid, incarnation, mayBeReadLater}) {
			if (!mayBeReadLater) {
				byPid.delete(pid);
				return false;
			}

			const known = byPid.get(pid);
			const isFirst = known?.incarnation !== incarnation;
			const backoff = isFirst ? {...createBackoff(clock, retryDelaysSeconds), incarnation} : known;
			if (!backoff.isDue()) {
				return false;
			}

			byPid.set(pid, backoff);
			backoff.failed();
			return !isFirst;
		},
		forgetAllBut(pids) {
			for (const pid of byPid.keys()) {
				if (!pids.has(pid)) {
					byPid.delete(pid);
				}
			}
		},
	};
};
