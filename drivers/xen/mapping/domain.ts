import type {Disk, Domain, MemoryStat, Nic, StateTold} from '../../../source/model/sample.ts';
import type {StoreDomain} from '../../xenstore/store-domain.ts';
import type {HypervisorDomain} from '../hypervisor/hypervisor.ts';
import type {DomainIdentity} from '../identify-domains.ts';
import {xenMemory} from './memory.ts';
import {xenVcpus} from './vcpus.ts';

/** All that the sources say of one domain at one moment. */
export type DomainParts = {
	readonly id: number;
	readonly identity: DomainIdentity;
	/** Monotonic seconds at which its devices were read. */
	readonly at: number;
	/** Undefined: the hypervisor did not answer, or answered without this domain. */
	readonly hypervisor: HypervisorDomain | undefined;
	/** Monotonic seconds of the hypervisor's answer. */
	readonly cpuAt: number | undefined;
	readonly store: StoreDomain | undefined;
	readonly disks: readonly Disk[] | undefined;
	readonly nics: readonly Nic[] | undefined;
	/** Why the devices are unknown. */
	readonly devicesReason: string | undefined;
	/** This machine's view of its own memory, for Domain-0. */
	readonly ownMemory: readonly MemoryStat[] | undefined;
};

/** Both ends of a migration, by the suffix that xl gives the domain's name (xl_migrate.c). */
const ends: readonly (readonly [end: string, shown: Pick<StateTold, 'stateReason' | 'stateWord'>])[] = [
	['--incoming', {stateReason: 'it waits for an incoming migration', stateWord: 'incoming'}],
	['--migratedaway', {stateReason: 'it was migrated to another host', stateWord: 'migrated'}],
];

/** This program runs in Domain-0, so Domain-0 runs even if the hypervisor cannot be asked. */
const stateOf = (id: number, name: string, hypervisor: HypervisorDomain | undefined): StateTold => {
	if (!hypervisor) {
		return {state: id === 0 ? 'running' : 'unknown'};
	}

	const {state, stateReason, stateWord, stateFault} = hypervisor;
	const reported: StateTold = {state, stateReason, stateWord, stateFault};
	const isHeld = state === 'paused' || state === 'suspended';
	const [, moving] = ends.find(([end]) => isHeld && name.endsWith(end)) ?? [];
	return {...reported, ...moving};
};

/** A domid is one incarnation: a reboot gives another domid, and the uuid stays. */
export const xenDomain = (parts: DomainParts): Domain => {
	const {id, identity, at, hypervisor, cpuAt, store, disks, nics, devicesReason, ownMemory} = parts;
	return {
		...identity,
		id,
		...stateOf(id, identity.name, hypervisor),
		incarnation: String(id),
		at,
		...(id === 0 ? {control: true} : {}),
		cpuAt,
		cpuSeconds: hypervisor?.cpuSeconds,
		cpuRate: hypervisor?.cpuRate,
		...xenVcpus(hypervisor),
		memory: xenMemory(hypervisor, store, ownMemory, at),
		disks,
		disksReason: disks ? undefined : devicesReason,
		nics,
		nicsReason: nics ? undefined : devicesReason,
	};
};
