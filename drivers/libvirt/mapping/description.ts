/** A disk as a domain's XML has it. */
export type DiskDescription = {
	/** `<target dev>`: vda. */
	readonly name: string;
	/** Image file, block device or network address; absent: none, or none that is told. */
	readonly source?: string;
	/** `<driver name>`: qemu, phy, …; absent: not said. */
	readonly backend?: string;
};

/** A NIC as a domain's XML has it. */
export type NicDescription = {
	/** `<target dev>`, the host's name of it: vnet0. Absent: it has none, as of user-mode networks. */
	readonly name?: string;
	/** Lower case. */
	readonly mac?: string;
};

/** What domtop takes from a domain's XML (libvirt's "Domain XML format"). */
export type Description = {
	/** Is there a `<memballoon>` that is not `none`? */
	readonly balloon: 'present' | 'absent';
	/** `<stats period>`, seconds; 0 where it is not given. */
	readonly period: number;
	/** It has memory devices other than DIMMs: its size differs from its maximum, whatever the balloon does. */
	readonly hasOtherMemory?: true;
	/** A container: it has file systems of the host, and no disks whose requests somebody counts one by one. */
	readonly isContainer?: true;
	/** Now online. */
	readonly vcpuCount?: number;
	readonly disks: readonly DiskDescription[];
	readonly nics: readonly NicDescription[];
};
