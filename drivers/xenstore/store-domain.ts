/** A virtual disk as xenstore has it. */
export type StoreDisk = {
	/** The frontend's virtual-device number. */
	readonly devid: number;
	/** Kind of the backend: vbd, qdisk, tap, vbd3, … */
	readonly backend: string;
	/** Domid of the domain that serves the disk; not 0: a driver domain. */
	readonly backendDomain: number;
	/** The configured name: xvda. */
	readonly name?: string | undefined;
	/** `params`, cleaned: /dev/loop0, aio:/tmp/q.img. */
	readonly source?: string | undefined;
	/** Has the backend a ring with the guest's PV driver (XenbusStateConnected)? Only for tapdisk's kinds, which no kernel lists. */
	readonly connected?: boolean | undefined;
	/** Undefined: the node is missing or unreadable. */
	readonly physicalSectorBytes?: number | undefined;
};

/** A virtual network interface as xenstore has it. */
export type StoreNic = {
	readonly devid: number;
	readonly backendDomain: number;
	readonly mac?: string | undefined;
	/** `vifname` of the backend, cleaned: the name that the interface was renamed to. */
	readonly name?: string | undefined;
};

/**
What an agent in the guest publishes of its memory, as the guest says it, KiB: XenServer's and XCP-ng's in
data/meminfo_total and data/meminfo_free, Qubes' in memory/meminfo.
*/
export type StoreMemory = {
	/** All memory that the guest's kernel has to use. */
	readonly totalKiB?: number | undefined;
	/** Memory that is not used at all. */
	readonly freeKiB?: number | undefined;
	/** Memory that could be used without swapping. */
	readonly usableKiB?: number | undefined;
	/** Buffers and page cache. */
	readonly cachesKiB?: number | undefined;
	/** Memory in use, without caches and with swapped-out memory. */
	readonly usedKiB?: number | undefined;
	/** Monotonic second at which the values were last seen to change. */
	readonly changedAt: number;
	/** The values existed at the first look, so their age at that moment is unknown. Undefined: a change was seen. */
	readonly isFirst?: true | undefined;
};

/** What xenstore tells of a domain. All texts are cleaned. */
export type StoreDomain = {
	readonly id: number;
	readonly name?: string | undefined;
	/** The uuid in the `vm` node. */
	readonly uuid?: string | undefined;
	/** memory/target. */
	readonly targetKiB?: number | undefined;
	/** memory/static-max. */
	readonly maximumKiB?: number | undefined;
	readonly memory?: StoreMemory | undefined;
	/** Disks by devid. Undefined: they could not be read. */
	readonly disks?: readonly StoreDisk[] | undefined;
	/** NICs by devid. Undefined: they could not be read. */
	readonly nics?: readonly StoreNic[] | undefined;
	/** What could not be read, in one sentence. Undefined: all was read. */
	readonly trouble?: string | undefined;
};
