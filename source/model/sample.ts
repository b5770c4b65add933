import type {CounterTexts, CounterValues, MemoryTag} from './counters.ts';
import type {Nic} from './nic.ts';
import type {StateTold} from './state-told.ts';

/**
What speaks for a domain that was found as a process of this machine. Its name and uuid are what it was started with, and
any user may start a program with any.
*/
export type DomainProcess = {
	/** Absent: only its socket is known. */
	readonly pid?: number | undefined;
	/** Is it root's, of the user who runs domtop, or of the user whom libvirt starts QEMU as? */
	readonly isTrusted: boolean;
	/**
	Does all that the kernel shows of it say that the system's libvirt started it? `just now`: it was seen first a few seconds
	ago, and libvirt may not have told of it yet.
	*/
	readonly isOfLibvirt: boolean | 'just now';
};

export type {MemoryTag} from './counters.ts';
export type {Nic, NicCounters} from './nic.ts';
export type {DomainState, StateFault, StateTold} from './state-told.ts';

/**
The nouns a driver reads. Everything is what was read, never what is derived: counters, sizes, states. A field that
is absent is unknown; 0 is only ever a 0 that was read. Sizes of memory are KiB, of disks and packets bytes, times
seconds. Strings may come from a guest: drivers pass them through `cleanText`.
*/

/** The machine the domains run on. */
export type Host = {
	/** Boot id of a local host, or the far host's name: what counts a host once however many connections see it. */
	readonly id: string;
	/** Host name. */
	readonly name: string;
	/** Monotonic seconds at which its counters were read. */
	readonly at: number;
	/** Processors online. */
	readonly cpus?: number | undefined;
	/** Busy processor time since boot, all processors added up, seconds: without idle and waiting for I/O. */
	readonly cpuSeconds?: number | undefined;
	/** All of the memory, KiB. */
	readonly memoryKiB?: number | undefined;
	/** What could be given out without swapping, KiB (Linux MemAvailable, Xen free memory). */
	readonly memoryFreeKiB?: number | undefined;
};

/**
One virtual processor. `cpuSeconds` is the processor time it used; `waitSeconds` is the time it was ready to run and waited
for a processor (steal). The counters are listed in counters.ts.
*/
export type Vcpu = CounterValues<'vcpu'> & {readonly index: number};

/**
The counters of a disk since its incarnation or attachment, in the guest's direction. Times are added up over all requests.
`waitedRequests` waited for a free slot of the ring (Xen's oo_req) and are no errors. VBDs alone have `readSectors` and
`writeSectors`, as the kernel counts them, instead of bytes. The counters are listed in counters.ts.
*/
export type DiskCounters = CounterValues<'disk'>;

/** What all of a domain read and wrote together. */
export type DiskSum = DiskCounters & {
	/** Why there are no counters; absent where there are. */
	readonly reason?: string | undefined;
};

/** One disk of a domain. */
export type Disk = DiskCounters & {
	/** The guest's or the configuration's name of it: vda, drive0, xvda. Unique within the domain. */
	readonly name: string;
	/** What stands behind it on the host: an image file, a block device, an address. */
	readonly source?: string | undefined;
	/** Who serves it: qemu, vbd, qdisk, tap. */
	readonly backend?: string | undefined;
	/** VBDs only: the backend's physical-sector-size, bytes. */
	readonly physicalSectorBytes?: number | undefined;
	/** Width of the counters where they wrap; absent: they never do, and a fall is a reset. */
	readonly counterBits?: 32 | undefined;
	/** Changes when its counters begin anew within the domain's incarnation: detached and attached. Absent: that cannot be seen, and a fall is a reset. */
	readonly incarnation?: string | undefined;
	/** Monotonic seconds at which its counters were true, where another source than the rest of the domain gave them; absent: the domain's `at`. */
	readonly at?: number | undefined;
	/** Why its bytes may be wrong by a factor that is not known here; absent: they are right. */
	readonly doubt?: string | undefined;
	/** Why its requests are not timed by anybody, so that there is no latency and no queue depth; absent: the counters tell. */
	readonly untimed?: string | undefined;
	/** Why there are no counters; absent where there are. */
	readonly reason?: string | undefined;
};

/** One of libvirt's memory statistics, as `MemoryTag` tells. */
export type MemoryStat = {readonly tag: MemoryTag; readonly value: number};

/** What is known of a domain's memory. */
export type Memory = {
	/** Given to the domain now (the balloon's size), KiB. */
	readonly currentKiB?: number | undefined;
	/** The most it may have, KiB. */
	readonly maximumKiB?: number | undefined;
	/** What it was asked to shrink or grow to, KiB. */
	readonly targetKiB?: number | undefined;
	/** Host memory in use by it, KiB. */
	readonly residentKiB?: number | undefined;
	/** Is there a balloon device? Absent: not known, see `reason`. */
	readonly balloon?: 'present' | 'absent' | undefined;
	/** Balloon statistics period, seconds; 0 is none. */
	readonly period?: number | undefined;
	/** Why the period cannot be set here; absent: it can. */
	readonly periodRefusal?: string | undefined;
	/** The balloon changed its size, which only a driver in the guest does. Absent: it did not, or that cannot be told. */
	readonly hasMoved?: true | undefined;
	/** How old the balloon's statistics were at the domain's `at`, seconds. Absent: none were ever given, or it is not known how old. */
	readonly statsAge?: number | undefined;
	/** For how long they were seen unchanged by then, seconds, where their age is not known. Absent: it is, or none were given. */
	readonly statsAgeAtLeast?: number | undefined;
	/** The balloon keeps statistics, and its guest never gave any: libvirt's last_update of 0. Absent: it did, or that is not known. */
	readonly isUnanswered?: true | undefined;
	/** The tags that were answered with a value. Absent: not asked or not answered. */
	readonly stats?: readonly MemoryStat[] | undefined;
	/** Why the balloon is unknown; absent where it is known. */
	readonly reason?: string | undefined;
};

/** One virtual machine. */
export type Domain = StateTold & {
	/** What stays the same over a reboot and a restart, unique within the host: the uuid where there is one. */
	readonly key: string;
	readonly uuid?: string | undefined;
	/** domid, libvirt's id or pid while it runs. */
	readonly id?: number | undefined;
	/** Absent: whoever runs it lists it, as libvirt and Xen do. */
	readonly process?: DomainProcess | undefined;
	/** Of one that libvirt lists: the processes that its own files name, now or a moment ago. Absent: it cannot be seen. */
	readonly pids?: readonly number[] | undefined;
	readonly name: string;
	/** Whose process it is, where that is neither root's nor of the user who runs domtop. Absent: theirs, or not known. */
	readonly user?: {readonly id: number; readonly name?: string | undefined} | undefined;
	/** Changes whenever counters start anew: domid, or pid and start time. */
	readonly incarnation: string;
	/** Monotonic seconds at which these counters were true. The same `at` again: nothing new was read. */
	readonly at: number;
	/**
	Monotonic seconds of the first reading whose moment is known: those before it were true at some time before their `at`,
	and a rate that began there would be wrong. Absent: there are none such.
	*/
	readonly datedFrom?: number | undefined;
	/** Seconds between two readings of its source, where that reads in a rhythm of its own; absent: at every refresh. */
	readonly every?: number | undefined;
	/** Something holds it, so that it answers only in part. */
	readonly busy?: {readonly reason: string; readonly seconds: number} | undefined;
	/** The hypervisor is controlled from it (Xen's Domain-0): it stands first, however the others are sorted. */
	readonly control?: true | undefined;
	/** Monotonic seconds at which its processor times were true, where another source than the rest gave them; absent: `at`. */
	readonly cpuAt?: number | undefined;
	/** Processor time used by all of it, seconds. */
	readonly cpuSeconds?: number | undefined;
	/** Of a source that gives only a rate: percent of one host CPU, over its own interval in seconds. */
	readonly cpuRate?: {readonly percent: number; readonly interval: number} | undefined;
	readonly vcpuCount?: number | undefined;
	/** Only where asked for. */
	readonly vcpus?: readonly Vcpu[] | undefined;
	/** Why the vCPUs are unknown although they were asked for; absent where they are known, or were not asked for. */
	readonly vcpusReason?: string | undefined;
	readonly memory: Memory;
	/** How many devices it tells of, of those kinds of which they are more than are taken; absent: none is. */
	readonly excess?: Readonly<Partial<Record<'disks' | 'nics' | 'vcpus', number>>> | undefined;
	/** Absent: unknown, and `disksReason` says why. */
	readonly disks?: readonly Disk[] | undefined;
	readonly disksReason?: string | undefined;
	/** Where the hypervisor counts all that it reads and writes, and not its disks, as of a container. Absent: its disks add up. */
	readonly diskSum?: DiskSum | undefined;
	readonly nics?: readonly Nic[] | undefined;
	readonly nicsReason?: string | undefined;
};

/** What could not be read. The sampler adds since when. */
export type ProblemReport = {
	/** Stays the same while the problem lasts, whatever numbers its message holds: `silent`, `hidden`. */
	readonly kind: string;
	/** The domain's key; absent: the whole connection, or `domains`. */
	readonly domain?: string | undefined;
	/** Keys of several domains that have the same trouble. It counts only those that are shown from this connection. */
	readonly domains?: readonly string[] | undefined;
	/** What failed, one sentence. Where there are `domains`, `{domains}` stands for them: a name, or how many they are. */
	readonly message: string;
	/** What to do, one sentence. */
	readonly advice: string;
};

/** A problem with the connection it came from and since when it lasts. */
export type Problem = Omit<ProblemReport, 'domains'> & {
	/** Canonical URI of the connection. */
	readonly uri: string;
	/** Name of the domain, for people. */
	readonly name?: string | undefined;
	/** Wall clock of its beginning, milliseconds since 1970: as that clock goes now, where it was stepped meanwhile. */
	readonly since: number;
	/** Monotonic second of its beginning. */
	readonly sinceAt: number;
};

/** Where each counter of this driver comes from, for the device page: `rd_bytes of query-blockstats`. */
export type Origins = {
	readonly disk?: CounterTexts<'disk'> | undefined;
	readonly nic?: CounterTexts<'nic'> | undefined;
	readonly vcpu?: CounterTexts<'vcpu'> | undefined;
	readonly memory?: string | undefined;
};

/** All that a driver read at once. */
export type Sample = {
	readonly host: Host;
	readonly domains: readonly Domain[];
	readonly problems: readonly ProblemReport[];
	/** Why nothing of what was asked for was ever read, one sentence: that there are no domains is not known then. Absent: something was. */
	readonly unanswered?: string | undefined;
	readonly origins: Origins;
};
