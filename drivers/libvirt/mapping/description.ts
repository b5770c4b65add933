/** A disk as a domain's XML has it. */
export type DiskDescription = {
	/** `<target dev>`: vda. */
	readonly name: string;
	/** Image file, block device or network address. Undefined: there is none, or the XML does not say it. */
	readonly source?: string;
	/** `<driver name>`: qemu, phy, … Undefined: the XML does not say it. */
	readonly backend?: string;
};

/** A NIC as a domain's XML has it. */
export type NicDescription = {
	/** `<target dev>`, the NIC's name on the host: vnet0. Undefined: it has no such name, as in user-mode networks. */
	readonly name?: string;
	/** Lower case. Undefined: the XML does not say it. */
	readonly mac?: string;
};

/** What domtop takes from a domain's XML (libvirt's "Domain XML format"). */
export type Description = {
	/** Whether there is a `<memballoon>` that is not `none`. */
	readonly balloon: 'present' | 'absent';
	/** `<stats period>`, seconds. 0: the XML gives no period. */
	readonly period: number;
	/** Whether there are memory devices other than DIMMs. The size then differs from the maximum, whatever the balloon does. */
	readonly hasOtherMemory?: true;
	/** Whether it is a container. It has file systems of the host, and no disks whose requests are counted individually. */
	readonly isContainer?: true;
	/** How many vCPUs are online now. Undefined: the XML does not say it. */
	readonly vcpuCount?: number;
	readonly disks: readonly DiskDescription[];
	readonly nics: readonly NicDescription[];
};
