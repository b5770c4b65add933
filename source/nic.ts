/** The counters of a NIC; receive is what the guest received. */
export type NicCounters = {
	readonly receiveBytes?: number | undefined;
	readonly transmitBytes?: number | undefined;
	readonly receivePackets?: number | undefined;
	readonly transmitPackets?: number | undefined;
	readonly receiveErrors?: number | undefined;
	readonly transmitErrors?: number | undefined;
	readonly receiveDrops?: number | undefined;
	readonly transmitDrops?: number | undefined;
};

/** One network interface of a domain. */
export type Nic = NicCounters & {
	/** The host's name of it (a tap's, a vif's) or the device's id. Unique within the domain. */
	readonly name: string;
	readonly mac?: string | undefined;
	readonly counterBits?: 32 | undefined;
	/** As of a disk (sample.ts). */
	readonly incarnation?: string | undefined;
	/** As of a disk (sample.ts). */
	readonly at?: number | undefined;
	/** Where its counters come from, for the device page; absent: as the driver's others. */
	readonly origins?: Readonly<Partial<Record<keyof NicCounters, string>>> | undefined;
	/** Why there are no counters; absent where there are. */
	readonly reason?: string | undefined;
};
