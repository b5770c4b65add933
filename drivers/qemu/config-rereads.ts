import {type Backoff, createBackoff} from '../../source/async/backoff.ts';
import type {Clock} from '../../source/async/clock.ts';
import type {QemuProcess} from './qemu-process.ts';

/** When the configurations are read again that could not be read. */
export type ConfigRereads = {
	/** Is it time for this one? Whoever is told so reads it now. */
	readonly isDue: (process: QemuProcess) => boolean;
	readonly forgetAllBut: (pids: ReadonlySet<number>) => void;
};

/** Seconds between two reads: at first, and at most. */
const retryDelaysSeconds = {first: 10, last: 320};

/** Of two looks at one process the one that knows more of where it is reached, and of those the later. */
export const betterOf = (before: QemuProcess | undefined, later: QemuProcess): QemuProcess =>
	before?.incarnation === later.incarnation && before.monitors.sockets.length > later.monitors.sockets.length
		? before
		: later;

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
