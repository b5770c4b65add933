import type {Clock} from '../../source/async/clock.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import type {OwnerLimits} from '../qmp/owner-limits.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What looking for processes wants of the world. */
export type ProcessContext = {
	readonly root: string;
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** Is this user root, or the one who runs this program? */
	readonly isOwn: (user: number) => boolean;
};

/** What the guests of one connection share. */
export type GuestContext = ProcessContext & {
	readonly readOnly: boolean;
	/** Seconds to set at the first sight of an incarnation without a period; absent: none. */
	readonly balloonPeriod: number | undefined;
	readonly tables: UnixTables;
	/** Bounds the conversations with guests that a refresh waits for. */
	readonly limitOf: OwnerLimits;
	/** Bounds those with guests in quarantine: however many hang, they take no room from the others. */
	readonly quarantineLimitOf: OwnerLimits;
	/** The process of a pid that is QEMU, also under another name. Absent: it may not be seen. */
	readonly processOf: (pid: number) => Promise<QemuProcess | undefined>;
};
