import type {MonitorSocket} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Where a domain is reached. */
export type MonitorAddress = {
	/** The same for the same incarnation, until more is known of where the domain is reached. */
	readonly key: string;
	/** Undefined: only its socket is known until the domain has answered. */
	readonly process?: QemuProcess | undefined;
	/** Empty: the domain is shown from /proc alone. */
	readonly sockets: readonly MonitorSocket[];
	/** Why there is no socket. */
	readonly reason: string;
	/** User id of its process, or of its socket's file. Undefined: not known. */
	readonly user?: number | undefined;
	/** A person gave the path of its socket: the socket may be any user's. */
	readonly isGiven: boolean;
	/** Perhaps the socket is no QMP socket at all: then nothing is reported of it. */
	readonly isOptional: boolean;
};
