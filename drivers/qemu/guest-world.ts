import type {Clock} from '../../source/clock.ts';
import type {Slots} from '../qmp/slots.ts';
import type {QemuProcess} from './qemu-process.ts';

/** What the guests of one connection share. */
export type GuestWorld = {
	readonly root: string;
	readonly clock: Clock;
	readonly readOnly: boolean;
	/** Seconds to set at the first sight of an incarnation without a period; absent: none. */
	readonly balloonPeriod: number | undefined;
	/** For guests that a refresh waits for. */
	readonly slots: Slots;
	/** For those that did not answer before: however many hang, they take no room from the others. */
	readonly suspectSlots: Slots;
	/** The process of a pid that is QEMU, also under another name. Absent: it may not be seen. */
	readonly processOf: (pid: number) => Promise<QemuProcess | undefined>;
};
