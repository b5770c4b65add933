import type {CounterName, MemoryTag} from './counters.ts';
import type {Disk, DiskSum, Domain, Memory, Nic, Vcpu} from './sample.ts';

/** What is said of a disk beside its numbers: its name, what it is made of, and why numbers are missing. */
export type DiskIdentity = Omit<Disk, CounterName<'disk'> | 'at'>;

/** What is said of a NIC beside its numbers. */
export type NicIdentity = Omit<Nic, CounterName<'nic'> | 'at'>;

/** What is said of a vCPU beside its numbers. */
export type VcpuIdentity = Pick<Vcpu, 'index'>;

/** What is said of a domain's memory beside its numbers. */
export type MemoryIdentity = Pick<
	Memory,
	'balloon' | 'periodRefusal' | 'hasMoved' | 'isUnanswered' | 'reason'
> & {
	/** Tags that were answered, in their order. Undefined: not asked or not answered. */
	readonly tags: readonly MemoryTag[] | undefined;
};

/** Numbers of a domain itself. Each has a place of its own among the domain's numbers. */
export const domainNumbers = [
	'at',
	'datedFrom',
	'every',
	'cpuAt',
	'cpuSeconds',
	'vcpuCount',
	'cpuRatePercent',
	'cpuRateInterval',
] as const;

/** Numbers of a domain's memory beside its statistics. */
export const memoryNumbers = [
	'currentKiB',
	'maximumKiB',
	'targetKiB',
	'residentKiB',
	'period',
	'statsAge',
	'statsAgeAtLeast',
] as const;

/**
What is said of a domain and its devices beside their numbers. It stays the same object from refresh to refresh as long as
nothing that it says changes, and so does each part of it.
*/
export type DomainIdentity = Omit<
	Domain,
	'at' | 'datedFrom' | 'every' | 'cpuAt' | 'cpuSeconds' | 'cpuRate' | 'vcpuCount' | DomainPart
> & {
	readonly memory: MemoryIdentity;
	readonly vcpus: readonly VcpuIdentity[] | undefined;
	readonly disks: readonly DiskIdentity[] | undefined;
	readonly diskSum: Pick<DiskSum, 'reason'> | undefined;
	readonly nics: readonly NicIdentity[] | undefined;
};

type DomainPart = 'memory' | 'vcpus' | 'disks' | 'diskSum' | 'nics';
