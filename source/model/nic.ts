import type {CounterTexts, CounterValues} from './counters.ts';

/** Counters of a NIC; "receive" is what the guest received. counters.ts lists the counters. */
export type NicCounters = CounterValues<'nic'>;

/** One network interface of a domain. */
export type Nic = NicCounters & {
	/** The host's name of the interface (a tap's, a vif's), or the device's id. Unique within the domain. */
	readonly name: string;
	readonly mac?: string | undefined;
	readonly counterBits?: 32 | undefined;
	/** As `incarnation` of a disk (sample.ts). */
	readonly incarnation?: string | undefined;
	/** As `at` of a disk (sample.ts). */
	readonly at?: number | undefined;
	/** Where the counters come from, for the device page. Undefined: from where the driver's other NICs have them. */
	readonly origins?: CounterTexts<'nic'> | undefined;
	/** Why there are no counters. Undefined: there are counters. */
	readonly reason?: string | undefined;
};
