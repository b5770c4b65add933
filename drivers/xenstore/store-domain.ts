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

/** What the guest's agent publishes (XenServer: data/meminfo_total, data/meminfo_free), and when it was last seen to change. */
export type StoreMemory = {readonly totalKiB: number; readonly freeKiB: number; readonly changedAt: number};

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
