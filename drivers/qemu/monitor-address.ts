import type {MonitorSocket} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Where a guest is reached. */
export type MonitorAddress = {
	/** The same for the same incarnation, as long as no more is known of where it is reached. */
	readonly key: string;
	/** Absent: only its socket is known until it has answered. */
	readonly process?: QemuProcess | undefined;
	/** Empty: it is shown from /proc alone, for this reason. */
	readonly sockets: readonly MonitorSocket[];
	readonly reason: string;
	/** Whose it is: the user id of its process, or of its socket's file. Absent: not known. */
	readonly user?: number | undefined;
	/** A person gave its socket's path: it may be anybody's. */
	readonly isGiven: boolean;
	/** Perhaps this is no QMP socket at all: then nothing is said of it. */
	readonly isOptional: boolean;
};
