import type {Clock} from '../../source/async/clock.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import type {OwnerLimits} from '../qmp/owner-limits.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What a search for processes needs. */
export type ProcessContext = {
	readonly root: string;
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** Whether this user is root, or the user who runs this program. */
	readonly isOwn: (user: number) => boolean;
};

/** What the domains of one connection share. */
export type GuestContext = ProcessContext & {
	readonly readOnly: boolean;
	/** Period to set at the first sight of an incarnation without a period, seconds. Undefined: none. */
	readonly balloonPeriod: number | undefined;
	readonly tables: UnixTables;
	/** Bounds the conversations with domains that a refresh waits for. */
	readonly limitOf: OwnerLimits;
	/** Bounds the conversations with domains in quarantine: however many hang, they take no room from other domains. */
	readonly quarantineLimitOf: OwnerLimits;
	/** Resolves to the QEMU process of a pid, also under another name. Undefined: the process may not be seen. */
	readonly processOf: (pid: number) => Promise<QemuProcess | undefined>;
};
