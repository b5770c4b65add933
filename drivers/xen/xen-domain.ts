import {cleanText} from '../../source/clean-text.ts';
import type {Disk, Domain, MemoryStat, Nic} from '../../source/sample.ts';
import type {HypervisorDomain} from './hypervisor/hypervisor.ts';
import {xenMemory} from './xen-memory.ts';
import type {StoreDomain} from './xenstore/store-domain.ts';

/** All that the sources say of one domain at one moment. */
export type DomainParts = {
	readonly id: number;
	/** Monotonic seconds at which its devices were read. */
	readonly at: number;
	/** Absent: the hypervisor did not answer, or answered without it. */
	readonly hypervisor: HypervisorDomain | undefined;
	/** Monotonic seconds of the hypervisor's answer. */
	readonly cpuAt: number | undefined;
	readonly store: StoreDomain | undefined;
	/** Were vCPUs asked for? */
	readonly asksVcpus: boolean;
	readonly disks: readonly Disk[] | undefined;
	readonly nics: readonly Nic[] | undefined;
	/** Why the devices are unknown. */
	readonly devicesReason: string | undefined;
	/** This machine's view of its own memory, for Domain-0. */
	readonly ownMemory: readonly MemoryStat[] | undefined;
};

const nameOf = ({id, hypervisor, store}: DomainParts): string =>
	store?.name || cleanText(hypervisor?.name ?? '') || (id === 0 ? 'Domain-0' : `domain-${id}`);

/** The one domain of dom0 has the nil uuid in libvirt too; a guest without one is known by its domid. */
const nilUuid = '00000000-0000-0000-0000-000000000000';

/** A domid is one incarnation: a reboot gives another, and the uuid stays. */
export const xenDomain = (parts: DomainParts): Domain => {
	const {id, at, hypervisor, cpuAt, asksVcpus, store, disks, nics, devicesReason, ownMemory} = parts;
	const uuid = hypervisor?.uuid ?? store?.uuid ?? (id === 0 ? nilUuid : undefined);
	return {
		key: uuid ?? `domain-${id}`,
		uuid,
		id,
		name: nameOf(parts),
		state: hypervisor?.state ?? 'unknown',
		incarnation: String(id),
		at,
		...(id === 0 ? {control: true} : {}),
		cpuAt,
		cpuSeconds: hypervisor?.cpuSeconds,
		cpuRate: hypervisor?.cpuRate,
		vcpuCount: hypervisor?.vcpuCount,
		vcpus: hypervisor?.vcpus,
		vcpusReason: asksVcpus && !hypervisor ? 'the hypervisor cannot be asked' : hypervisor?.vcpusReason,
		memory: xenMemory(hypervisor, store, ownMemory, at),
		disks,
		disksReason: disks ? undefined : devicesReason,
		nics,
		nicsReason: nics ? undefined : devicesReason,
	};
};
