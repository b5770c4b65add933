import type {CounterTexts, CounterValues} from './counters.ts';

/** The counters of a NIC; receive is what the guest received. The counters are listed in counters.ts. */
export type NicCounters = CounterValues<'nic'>;

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
	readonly origins?: CounterTexts<'nic'> | undefined;
	/** Why there are no counters; absent where there are. */
	readonly reason?: string | undefined;
};
