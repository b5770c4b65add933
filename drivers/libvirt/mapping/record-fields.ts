import type {MemoryTag} from '../../../source/model/counters.ts';
import type {FieldGroup, FieldName} from './counter-fields.ts';

/** A vCPU under the bulk call's names. Times are nanoseconds. */
export type VcpuFields = {
	/** virVcpuState. */
	state: number | undefined;
	time: number | undefined;
	/** The time that the vCPU waited in the run queue (schedstat). */
	delay: number | undefined;
	/** The waiting time of /proc/<pid>/sched: 0 where the kernel does not count it. */
	wait: number | undefined;
};

/** The counters of a device that libvirt has a field for, in the model's units. */
type Counted<Group extends FieldGroup> = Record<FieldName<Group>, number | undefined>;

/** A NIC as the record reports it. */
export type NicFields = Counted<'nic'> & {
	/** Not cleaned. */
	name: string | undefined;
	/** Why libvirt does not report the counters, as libvirt says it. The field is domtop's own. */
	reason: string | undefined;
};

/** A disk as the record reports it. */
export type DiskFields = Counted<'disk'> & {
	/** Not cleaned. The path is not cleaned either. */
	name: string | undefined;
	path: string | undefined;
	/** As for a NIC. */
	reason: string | undefined;
};

/** A StatsRecord taken apart. Undefined: the value is unknown, of a wrong type or without a meaning for domtop. */
export type RecordFields = {
	/** virDomainState. */
	state: number | undefined;
	/** A number of the enumeration that belongs to the state (virDomainPausedReason, …). */
	stateReason: number | undefined;
	/** Nanoseconds. */
	cpuTime: number | undefined;
	vcpuCount: number | undefined;
	currentKiB: number | undefined;
	maximumKiB: number | undefined;
	/** How many disks and NICs the record says there are. Undefined: the record does not report them at all. */
	diskCount: number | undefined;
	nicCount: number | undefined;
	/** The balloon's statistics without `actual`. `last_update` may be 0. */
	readonly balloon: Partial<Record<MemoryTag, number>>;
	/** By the number in the field's name. Numbers may be left out. */
	readonly vcpus: Map<number, VcpuFields>;
	readonly disks: Map<number, DiskFields>;
	/** The domain's total, in domtop's own fields `block.sum.*`. Undefined: the total was not asked for. */
	diskSum: DiskFields | undefined;
	readonly nics: Map<number, NicFields>;
	/** For each group, the number after the highest that was left out, where a group has more members than are taken. */
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

// Written out: a refresh makes an object for each device, and V8 makes a literal faster than it copies a list of keys.
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
