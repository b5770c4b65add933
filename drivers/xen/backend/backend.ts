import type {Disk, Nic} from '../../../source/model/sample.ts';

/** What the kernel of dom0 lists of a domain's devices. */
export type DomainDevices = {
	/** Devids of blkback's VBDs, ascending. */
	readonly vbds: readonly number[];
	/** Devids of netback's vifs, ascending. */
	readonly vifs: readonly number[];
	/** Devids of the QDisks that a QEMU on this host serves, ascending. Undefined: none. The kernel lists them without counters. */
	readonly qdisks?: readonly number[] | undefined;
};

/** The devices that dom0 serves, by domid. */
export type DeviceFolder = {
	/** Undefined: the folder could not be read. */
	readonly devices?: ReadonlyMap<number, DomainDevices> | undefined;
	/** Why the folder could not be read: a sentence without its full stop. Undefined: it was read. */
	readonly reason?: string | undefined;
};

/** Counters of a VBD, with its incarnation and their width. The caller adds name, source and backend. */
export type VbdCounters = Omit<Disk, 'name' | 'source' | 'backend' | 'physicalSectorBytes'>;
/** Counters of a vif, with its incarnation. The caller adds the MAC address. */
export type VifCounters = Omit<Nic, 'mac'>;
