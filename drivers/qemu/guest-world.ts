import type {Clock} from '../../source/clock.ts';
import type {Spawn} from '../../source/spawn.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import type {OwnerSlots} from '../qmp/owner-slots.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What looking for processes wants of the world. */
export type ProcessWorld = {
	readonly root: string;
	readonly clock: Clock;
	readonly spawn: Spawn;
	/** Is this user root, or the one who runs this program? */
	readonly isOwn: (user: number) => boolean;
};

/** What the guests of one connection share. */
export type GuestWorld = ProcessWorld & {
	readonly readOnly: boolean;
	/** Seconds to set at the first sight of an incarnation without a period; absent: none. */
	readonly balloonPeriod: number | undefined;
	readonly tables: UnixTables;
	/** For guests that a refresh waits for. */
	readonly slots: OwnerSlots;
	/** For those that did not answer before: however many hang, they take no room from the others. */
	readonly suspectSlots: OwnerSlots;
	/** The process of a pid that is QEMU, also under another name. Absent: it may not be seen. */
	readonly processOf: (pid: number) => Promise<QemuProcess | undefined>;
};
