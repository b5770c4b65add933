/** A machine as `prlctl list` describes it. All texts are cleaned. */
export type Machine = {
	/** Lower case, with dashes and without braces. */
	readonly uuid: string;
	readonly name: string;
	readonly kind: 'vm' | 'container';
	/** prlctl's name of its state: running, stopped, suspended, … */
	readonly status: string;
	/** Its configuration. Undefined: not reported (the short list has no details). */
	readonly details?: MachineDetails;
};

/** What only the long list has (`prlctl list -a -i -j`). */
export type MachineDetails = {
	/** Configured memory, KiB. Undefined: not reported. */
	readonly memoryKiB?: number;
	/** Number of processors. Undefined: not reported, or unlimited. */
	readonly cpus?: number;
	/** Seconds since its start, which distinguish one incarnation from the next. Undefined: not reported. */
	readonly uptime?: number;
	readonly disks: readonly MachineDisk[];
	readonly nics: readonly MachineNic[];
};

export type MachineDisk = {
	/** prlctl's name, such as hdd0. */
	readonly name: string;
	/** Prefix of its counters: `devices.scsi1`, or `devices.hdd0` for a container. */
	readonly counter: string;
	/** Image or device behind the disk. Undefined: not reported. */
	readonly source?: string;
};

export type MachineNic = {
	/** Number in the names of its counters, `net.nic<index>`; 4294967295 for venet. */
	readonly index: number;
	/** The host's name for the NIC, else prlctl's (net0). */
	readonly name: string;
	/** Lower case with colons. Undefined: not reported. */
	readonly mac?: string;
};
