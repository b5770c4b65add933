import type {ProblemReport, StateTold, Vcpu} from '../../../source/model/sample.ts';

/** One of the ways to ask the hypervisor. */
export type HypervisorSource = {
	/** Reads all domains with their vCPUs; one call at a time. @throws DriverError */
	readonly ask: () => Promise<HypervisorReading>;
	/** The source cannot be asked again; another source must be opened. */
	readonly isOver: () => boolean;
	readonly origins: ReturnType<Hypervisor['origins']>;
};

/*
How Xen is asked. Node cannot make hypercalls: /dev/xen/privcmd wants ioctl(2). What every dom0 has:

- `xentop -b`: whole seconds and rounded percents, and it opens the QMP sockets of QDisks, which take one client.
- libxenstat: needs xenstored, and leaves out domains without a name, as dying ones are.
- `xl list`: steps of 0.1 s, a process a refresh, a question to xenstored a domain.
- xen.lowlevel.xc, the Python binding that is built with Xen's tools (Debian: /usr/lib/xen-<version>/lib/python, of
  xen-utils, which needs python3 anyway; Fedora, XenServer: site-packages): nanoseconds, uuids, states, memory, vCPUs and
  idle times of physical processors, from the hypervisor itself, also while xenstored hangs.

So: one Python child (binding-script.ts) that answers a line with a line and ends with its input, however this program
ends. Where this module is missing: `xl list -v` once a refresh, with rates over a window of readings.
*/

/** What the hypervisor itself knows of a domain; other sources know its name and devices. */
export type HypervisorDomain = StateTold & {
	/** domid. */
	readonly id: number;
	/** Undefined: the domain was given no uuid (all zeros). Domain-0's uuid is all zeros as a rule and is kept. */
	readonly uuid?: string | undefined;
	/** The name as it came, not cleaned. Undefined: the source does not know it. */
	readonly name?: string | undefined;
	readonly cpuSeconds?: number | undefined;
	/** A rate over `interval` seconds, from a source whose processor times are too coarse for a short delay. */
	readonly cpuRate?: {readonly percent: number; readonly interval: number} | undefined;
	/** Pages that the domain has now, KiB. */
	readonly memoryKiB?: number | undefined;
	/** The most that the hypervisor would give the domain, KiB. Undefined: unknown, or no limit. */
	readonly maximumKiB?: number | undefined;
	readonly vcpuCount?: number | undefined;
	/** Undefined: the source does not tell them. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Why the source never tells vCPUs. Undefined: it does as a rule. */
	readonly vcpusReason?: string | undefined;
};

/** One reading of the hypervisor. */
export type HypervisorReading = {
	/** Monotonic seconds at which its processor times were true. */
	readonly at: number;
	/** By domid, ascending. */
	readonly domains: readonly HypervisorDomain[];
	/** Physical processors online. */
	readonly cpus?: number | undefined;
	/** Busy time of all physical processors, seconds; only its growth has a meaning. */
	readonly cpuSeconds?: number | undefined;
	readonly memoryKiB?: number | undefined;
	readonly memoryFreeKiB?: number | undefined;
};

/** Asks the hypervisor by the best source there is. */
export type Hypervisor = {
	/**
	Never rejects. A report says why nothing could be read, and stands until a reading succeeds. Undefined: no answer came
	before the signal. A later call gets the answer or goes on waiting; at most one question is in flight.
	*/
	readonly read: (signal: AbortSignal) => Promise<HypervisorReading | ProblemReport | undefined>;
	/** Where the processor times come from, for the device page: `cpu_time of XEN_DOMCTL_getdomaininfo`. */
	readonly origins: () => {readonly cpuSeconds: string; readonly memory: string};
	/** Idempotent; leaves no process behind. */
	readonly close: () => Promise<void>;
};
