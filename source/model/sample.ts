import type {CounterTexts, CounterValues, MemoryTag} from './counters.ts';
import type {Nic} from './nic.ts';
import type {StateTold} from './state-told.ts';

/**
Evidence for a domain that was found as a process of this machine. Its name and uuid are what it was started with. Any user may
start a program with any name and uuid.
*/
export type DomainProcess = {
	/** Undefined: only the socket of the process is known. */
	readonly pid?: number | undefined;
	/** Whether the process belongs to root, to the user who runs domtop, or to the user whom libvirt starts QEMU as. */
	readonly isTrusted: boolean;
	/**
	Whether all that the kernel shows of the process says that the system's libvirt started it. `just now`: all says so, and the
	process was first seen a few seconds ago, so libvirt may not have told of it yet.
	*/
	readonly isOfLibvirt: boolean | 'just now';
};

export type {MemoryTag} from './counters.ts';
export type {Nic, NicCounters} from './nic.ts';
export type {DomainState, StateFault, StateTold} from './state-told.ts';

/**
The nouns a driver reads. A field holds what was read, never what is derived: counters, sizes, states. A field that is undefined
is unknown; 0 is only ever a 0 that was read. Memory is in KiB, disks and packets in bytes, times in seconds. Strings may come
from a guest: drivers pass them through `cleanText`.
*/

/** The machine the domains run on. */
export type Host = {
	/** Boot id of a local host, or the far host's name. The id lets a host count once, however many connections see it. */
	readonly id: string;
	/** Host name. */
	readonly name: string;
	/** Monotonic seconds at which the host's counters were read. */
	readonly at: number;
	/** Processors online. */
	readonly cpus?: number | undefined;
	/** Busy processor time since boot, the sum of all processors, seconds. Idle time and waiting for I/O do not count. */
	readonly cpuSeconds?: number | undefined;
	/** All of the memory, KiB. */
	readonly memoryKiB?: number | undefined;
	/** Memory that could be given out without swapping, KiB (Linux MemAvailable, Xen free memory). */
	readonly memoryFreeKiB?: number | undefined;
};

/**
One virtual processor. `cpuSeconds` is the processor time that the vCPU used. `waitSeconds` is the time that the vCPU was ready
to run and waited for a processor (steal). counters.ts lists the counters.
*/
export type Vcpu = CounterValues<'vcpu'> & {readonly index: number};

/**
Counters of a disk since its incarnation or attachment, in the guest's direction. Times are sums over all requests.
`waitedRequests` are requests that waited for a free slot of the ring (Xen's oo_req), and are no errors. Only VBDs have
`readSectors` and `writeSectors`, as the kernel counts them, instead of bytes. counters.ts lists the counters.
*/
export type DiskCounters = CounterValues<'disk'>;

/** What the whole domain read and wrote. */
export type DiskSum = DiskCounters & {
	/** Why there are no counters. Undefined: there are counters. */
	readonly reason?: string | undefined;
};

/** One disk of a domain. */
export type Disk = DiskCounters & {
	/** The guest's or the configuration's name of the disk: vda, drive0, xvda. Unique within the domain. */
	readonly name: string;
	/** What stands behind the disk on the host: an image file, a block device, an address. */
	readonly source?: string | undefined;
	/** What serves the disk: qemu, vbd, qdisk, tap. */
	readonly backend?: string | undefined;
	/** VBDs only: the backend's physical-sector-size, bytes. */
	readonly physicalSectorBytes?: number | undefined;
	/** Width of the counters where they wrap. Undefined: the counters never wrap, and a fall is a reset. */
	readonly counterBits?: 32 | undefined;
	/**
	Changes when the disk's counters start again within the domain's incarnation: detached and attached. Undefined: a new start
	cannot be seen, and a fall is a reset.
	*/
	readonly incarnation?: string | undefined;
	/**
	Monotonic seconds at which the disk's counters were true, where the rest of the domain has another source. Undefined: the
	domain's `at`.
	*/
	readonly at?: number | undefined;
	/** Why the bytes may be wrong by a factor that is not known here. Undefined: the bytes are right. */
	readonly doubt?: string | undefined;
	/** Why nothing times the requests, so that there is no latency and no queue depth. Undefined: the counters tell the times. */
	readonly untimed?: string | undefined;
	/** Why there are no counters. Undefined: there are counters. */
	readonly reason?: string | undefined;
};

/** One of libvirt's memory statistics. counters.ts has the unit of each tag. */
export type MemoryStat = {readonly tag: MemoryTag; readonly value: number};

/** What is known of a domain's memory. */
export type Memory = {
	/** Memory given to the domain now (the balloon's size), KiB. */
	readonly currentKiB?: number | undefined;
	/** The most memory that the domain may have, KiB. */
	readonly maximumKiB?: number | undefined;
	/** Size that the domain was asked to shrink or grow to, KiB. */
	readonly targetKiB?: number | undefined;
	/** Host memory that the domain uses, KiB. */
	readonly residentKiB?: number | undefined;
	/** Whether there is a balloon device. Undefined: not known; `reason` says why. */
	readonly balloon?: 'present' | 'absent' | undefined;
	/** Balloon statistics period, seconds; 0 is none. */
	readonly period?: number | undefined;
	/** Why the period cannot be set here. Undefined: it can be set. */
	readonly periodRefusal?: string | undefined;
	/** The balloon changed its size, which only a driver in the guest does. Undefined: no change, or a change cannot be told. */
	readonly hasMoved?: true | undefined;
	/** Age of the balloon statistics at the domain's `at`, seconds. Undefined: none were ever given, or the age is not known. */
	readonly statsAge?: number | undefined;
	/**
	Seconds for which the statistics had been seen unchanged at the domain's `at`, where their age is not known. Undefined: the age
	is known, or the guest never gave statistics.
	*/
	readonly statsAgeAtLeast?: number | undefined;
	/**
	The balloon keeps statistics, and its guest never gave any: libvirt's last_update is 0. Undefined: the guest did, or that is
	not known.
	*/
	readonly isUnanswered?: true | undefined;
	/** The tags that were answered with a value. Undefined: not asked or not answered. */
	readonly stats?: readonly MemoryStat[] | undefined;
	/** Why the balloon is unknown. Undefined: the balloon is known. */
	readonly reason?: string | undefined;
};

/** One domain: a virtual machine or a container. */
export type Domain = StateTold & {
	/** Identity that stays the same over a reboot and a restart, unique within the host: the uuid where there is one. */
	readonly key: string;
	readonly uuid?: string | undefined;
	/** domid, libvirt's id or pid while the domain runs. */
	readonly id?: number | undefined;
	/** Undefined: the hypervisor itself lists the domain, as libvirt and Xen do. */
	readonly process?: DomainProcess | undefined;
	/**
	Of a domain that libvirt lists: processes that its own files name, now or a moment ago. Undefined: the files cannot be seen.
	*/
	readonly pids?: readonly number[] | undefined;
	readonly name: string;
	/** Owner of the process, where that is neither root nor the user who runs domtop. Undefined: root or that user, or not known. */
	readonly user?: {readonly id: number; readonly name?: string | undefined} | undefined;
	/** Changes whenever the counters start again: domid, or pid and start time. */
	readonly incarnation: string;
	/** Monotonic seconds at which these counters were true. The same `at` again: nothing new was read. */
	readonly at: number;
	/**
	Monotonic seconds of the first reading whose moment is known. Earlier readings were true at some time before their `at`, and a
	rate that began there would be wrong. Undefined: the moment of every reading is known.
	*/
	readonly datedFrom?: number | undefined;
	/** Seconds between two readings of a source that has an interval of its own. Undefined: it reads at every refresh. */
	readonly every?: number | undefined;
	/** What holds the domain, so that it answers only in part, and for how many seconds. Undefined: nothing does. */
	readonly busy?: {readonly reason: string; readonly seconds: number} | undefined;
	/** The hypervisor is controlled from this domain (Xen's Domain-0). Its row stands first, however the others are sorted. */
	readonly control?: true | undefined;
	/** Monotonic seconds at which the processor times were true, where the rest has another source. Undefined: `at`. */
	readonly cpuAt?: number | undefined;
	/** Processor time that the whole domain used, seconds. */
	readonly cpuSeconds?: number | undefined;
	/** Only of a source that gives a rate and no counter: percent of one host CPU, over its own interval in seconds. */
	readonly cpuRate?: {readonly percent: number; readonly interval: number} | undefined;
	readonly vcpuCount?: number | undefined;
	/** Undefined: unknown, and `vcpusReason` says why; or the domain does not run. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Why the vCPUs are unknown. Undefined: they are known, or the domain does not run. */
	readonly vcpusReason?: string | undefined;
	readonly memory: Memory;
	/** How many devices the domain has, of each kind that has more than are taken. Undefined: no kind has more. */
	readonly excess?: Readonly<Partial<Record<'disks' | 'nics' | 'vcpus', number>>> | undefined;
	/** Undefined: unknown, and `disksReason` says why. */
	readonly disks?: readonly Disk[] | undefined;
	readonly disksReason?: string | undefined;
	/** What the hypervisor counts for the whole domain and not for each disk, as of a container. Undefined: the disks add up. */
	readonly diskSum?: DiskSum | undefined;
	readonly nics?: readonly Nic[] | undefined;
	readonly nicsReason?: string | undefined;
};

/** What could not be read. The sampler adds when the problem began. */
export type ProblemReport = {
	/** Stays the same while the problem lasts, whatever numbers the message holds: `silent`, `hidden`. */
	readonly kind: string;
	/** The domain's key. Undefined: the problem concerns the whole connection, or `domains`. */
	readonly domain?: string | undefined;
	/** Keys of several domains that have the same problem. Only domains that are shown from this connection count. */
	readonly domains?: readonly string[] | undefined;
	/** What failed, one sentence. Where there are `domains`, `{domains}` stands for a single domain's name, or for their number. */
	readonly message: string;
	/** What to do, one sentence. */
	readonly advice: string;
};

/** A problem with its connection and its beginning. */
export type Problem = Omit<ProblemReport, 'domains'> & {
	/** Canonical URI of the connection. */
	readonly uri: string;
	/** Name of the domain, for people. */
	readonly name?: string | undefined;
	/**
	Wall clock of the beginning, milliseconds since 1970. Where the wall clock was stepped meanwhile, the time is by the clock as
	it goes now.
	*/
	readonly since: number;
	/** Monotonic seconds of the beginning. */
	readonly sinceAt: number;
};

/** Where each counter of this driver comes from, for the device page: `rd_bytes of query-blockstats`. */
export type Origins = {
	readonly disk?: CounterTexts<'disk'> | undefined;
	readonly nic?: CounterTexts<'nic'> | undefined;
	readonly vcpu?: CounterTexts<'vcpu'> | undefined;
	readonly memory?: string | undefined;
};

/** What one connection read at one refresh. */
export type Sample = {
	readonly host: Host;
	readonly domains: readonly Domain[];
	readonly problems: readonly ProblemReport[];
	/**
	Why nothing that was asked for was ever read, one sentence. Then it is not known whether there are domains. Undefined:
	something was read.
	*/
	readonly unanswered?: string | undefined;
	readonly origins: Origins;
};
