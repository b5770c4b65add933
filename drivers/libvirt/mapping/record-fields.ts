import type {MemoryTag} from '../../../source/model/counters.ts';
import type {FieldGroup, FieldName} from './counter-fields.ts';

/** A virtual processor in the bulk call's words; times in nanoseconds. */
export type VcpuFields = {
	/** virVcpuState. */
	state: number | undefined;
	time: number | undefined;
	/** Run-queue wait (schedstat). */
	delay: number | undefined;
	/** Of /proc/<pid>/sched: 0 where the kernel does not count it. */
	wait: number | undefined;
};

/** The counters of a device that libvirt has a field for, in the model's units. */
type Counted<Group extends FieldGroup> = Record<FieldName<Group>, number | undefined>;

/** A NIC as the record tells of it. */
export type NicFields = Counted<'nic'> & {
	/** Not cleaned. */
	name: string | undefined;
	/** Why its counters are not told, in libvirt's words: domtop's own field. */
	reason: string | undefined;
};

/** A disk as the record tells of it. */
export type DiskFields = Counted<'disk'> & {
	/** Not cleaned, as is the path. */
	name: string | undefined;
	path: string | undefined;
	/** As of a NIC. */
	reason: string | undefined;
};

/** A StatsRecord taken apart; what is unknown, of a wrong type or without a meaning for domtop is absent. */
export type RecordFields = {
	/** virDomainState. */
	state: number | undefined;
	/** Of the enumeration that belongs to the state (virDomainPausedReason, …). */
	stateReason: number | undefined;
	/** Nanoseconds. */
	cpuTime: number | undefined;
	vcpuCount: number | undefined;
	currentKiB: number | undefined;
	maximumKiB: number | undefined;
	/** How many disks and NICs it says there are; absent: it did not speak of them at all. */
	diskCount: number | undefined;
	nicCount: number | undefined;
	/** Without `actual`; `last_update` may be 0. */
	readonly balloon: Partial<Record<MemoryTag, number>>;
	/** By the number in the field's name, which may leave numbers out. */
	readonly vcpus: Map<number, VcpuFields>;
	readonly disks: Map<number, DiskFields>;
	/** Of all of it, where that was asked for: domtop's own fields, `block.sum.*`. Absent: it was not. */
	diskSum: DiskFields | undefined;
	readonly nics: Map<number, NicFields>;
	/** Of each group the number after the highest that was left out, as there are more than are taken. */
	readonly beyond: Record<'vcpus' | 'disks' | 'nics', number>;
};

export const emptyFields = (): RecordFields => ({
	state: undefined,
	stateReason: undefined,
	cpuTime: undefined,
	vcpuCount: undefined,
	currentKiB: undefined,
	maximumKiB: undefined,
	diskCount: undefined,
	nicCount: undefined,
	balloon: {},
	vcpus: new Map(),
	disks: new Map(),
	diskSum: undefined,
	nics: new Map(),
	beyond: {vcpus: 0, disks: 0, nics: 0},
});

export const emptyVcpu = (): VcpuFields => ({
	state: undefined,
	time: undefined,
	delay: undefined,
	wait: undefined,
});

// Written out: a refresh makes one for each device, and V8 makes a literal faster than it copies a list of keys.
export const emptyNic = (): NicFields => ({
	name: undefined,
	reason: undefined,
	receiveBytes: undefined,
	transmitBytes: undefined,
	receivePackets: undefined,
	transmitPackets: undefined,
	receiveErrors: undefined,
	transmitErrors: undefined,
	receiveDrops: undefined,
	transmitDrops: undefined,
});

export const emptyDisk = (): DiskFields => ({
	name: undefined,
	path: undefined,
	reason: undefined,
	readBytes: undefined,
	writeBytes: undefined,
	readRequests: undefined,
	writeRequests: undefined,
	flushRequests: undefined,
	errors: undefined,
	readTimeSeconds: undefined,
	writeTimeSeconds: undefined,
	flushTimeSeconds: undefined,
});
