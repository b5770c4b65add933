/** A machine as `prlctl list` has it. All texts are cleaned. */
export type Machine = {
	/** Lower case, with dashes and without braces. */
	readonly uuid: string;
	readonly name: string;
	readonly kind: 'vm' | 'container';
	/** prlctl's word: running, stopped, suspended, … */
	readonly status: string;
	/** Of its configuration; absent: not told (the short list tells none of these). */
	readonly details?: MachineDetails;
};

/** What only the long list tells (`prlctl list -a -i -j`). */
export type MachineDetails = {
	/** Configured memory, KiB. */
	readonly memoryKiB?: number;
	/** Absent: not told, or unlimited. */
	readonly cpus?: number;
	/** Seconds since its start, which tell one incarnation from the next; absent: not told. */
	readonly uptime?: number;
	readonly disks: readonly MachineDisk[];
	readonly nics: readonly MachineNic[];
};

export type MachineDisk = {
	/** prlctl's name: hdd0. */
	readonly name: string;
	/** What its counters begin with: `devices.scsi1`; of a container `devices.hdd0`. */
	readonly counter: string;
	/** Image or device behind it. */
	readonly source?: string;
};

export type MachineNic = {
	/** Of its counters, `net.nic<index>`; venet is 4294967295. */
	readonly index: number;
	/** The host's name of it, else prlctl's (net0). */
	readonly name: string;
	/** Lower case with colons. */
	readonly mac?: string;
};
