/** A virtual disk as xenstore has it. */
export type StoreDisk = {
	/** The frontend's virtual-device number. */
	readonly devid: number;
	/** Kind of the backend: vbd, qdisk, tap, vbd3, … */
	readonly backend: string;
	/** Domain that serves it; not 0: a driver domain. */
	readonly backendDomain: number;
	/** As it was configured: xvda. */
	readonly name?: string | undefined;
	/** `params`, cleaned: /dev/loop0, aio:/tmp/q.img. */
	readonly source?: string | undefined;
	/** Has its backend a ring with the guest's PV driver (XenbusStateConnected)? Only of tapdisk's kinds, which no kernel lists. */
	readonly connected?: boolean | undefined;
	/** Absent: not there, or unreadable. */
	readonly physicalSectorBytes?: number | undefined;
};

/** A virtual network interface as xenstore has it. */
export type StoreNic = {
	readonly devid: number;
	readonly backendDomain: number;
	readonly mac?: string | undefined;
	/** `vifname` of its backend: how it was renamed, cleaned. */
	readonly name?: string | undefined;
};

/**
What an agent in the guest publishes of its memory, as the guest says it, KiB: XenServer's and XCP-ng's in
data/meminfo_total and data/meminfo_free, Qubes' in memory/meminfo.
*/
export type StoreMemory = {
	/** All that its kernel has to use. */
	readonly totalKiB?: number | undefined;
	/** Not used at all. */
	readonly freeKiB?: number | undefined;
	/** It could be used without swapping. */
	readonly usableKiB?: number | undefined;
	/** Buffers and page cache. */
	readonly cachesKiB?: number | undefined;
	/** In use, without caches and with what is swapped out. */
	readonly usedKiB?: number | undefined;
	/** When it was last seen to change, monotonic second. */
	readonly changedAt: number;
	/** It was there when it was first looked for: how old it was then is not known. Absent: it was seen to change. */
	readonly isFirst?: true | undefined;
};

/** What xenstore tells of a domain. All texts are cleaned. */
export type StoreDomain = {
	readonly id: number;
	readonly name?: string | undefined;
	/** Of its `vm` node. */
	readonly uuid?: string | undefined;
	/** memory/target and memory/static-max. */
	readonly targetKiB?: number | undefined;
	readonly maximumKiB?: number | undefined;
	readonly memory?: StoreMemory | undefined;
	/** By devid. Absent: they could not be read. */
	readonly disks?: readonly StoreDisk[] | undefined;
	readonly nics?: readonly StoreNic[] | undefined;
	/** What of it could not be read, one sentence; absent: all was. */
	readonly trouble?: string | undefined;
};
