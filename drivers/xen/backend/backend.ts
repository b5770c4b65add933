import type {Disk, Nic} from '../../../source/model/sample.ts';

/** What the kernel of dom0 lists of a domain's devices. */
export type DomainDevices = {
	/** Devids of blkback's VBDs, ascending. */
	readonly vbds: readonly number[];
	/** Devids of netback's vifs, ascending. */
	readonly vifs: readonly number[];
	/** Devids of the QDisks that a QEMU here serves, ascending; absent: none. The kernel only lists them. */
	readonly qdisks?: readonly number[] | undefined;
};

/** The devices that dom0 serves, by domid. */
export type DeviceFolder = {
	/** Absent: it could not be read, and the reason, a sentence without its full stop, says why. */
	readonly devices?: ReadonlyMap<number, DomainDevices> | undefined;
	readonly reason?: string | undefined;
};

/** Counters of a VBD or vif, with its incarnation and width; names and sources are put to it by its caller. */
export type VbdCounters = Omit<Disk, 'name' | 'source' | 'backend' | 'physicalSectorBytes'>;
export type VifCounters = Omit<Nic, 'mac'>;
