import {createAtPlace} from './collections.ts';
import type {DiskIdentity, DomainIdentity, MemoryIdentity, NicIdentity} from './identity.ts';
import {kept, keptList} from './keep.ts';
import type {Disk, Domain, Memory, Nic} from './sample.ts';

const diskIdentity = ({
	name,
	source,
	backend,
	physicalSectorBytes,
	counterBits,
	incarnation,
	doubt,
	untimed,
	reason,
}: Disk): DiskIdentity => ({
	name,
	source,
	backend,
	physicalSectorBytes,
	counterBits,
	incarnation,
	doubt,
	untimed,
	reason,
});

const nicIdentity = ({name, mac, counterBits, incarnation, origins, reason}: Nic): NicIdentity => ({
	name,
	mac,
	counterBits,
	incarnation,
	origins,
	reason,
});

const memoryIdentity = ({
	balloon,
	periodRefusal,
	hasMoved,
	isUnanswered,
	reason,
	stats,
}: Memory): MemoryIdentity => ({
	balloon,
	periodRefusal,
	hasMoved,
	isUnanswered,
	reason,
	tags: stats?.map(({tag}) => tag),
});

const keptDevices = <Device, Identity extends object, Key>(
	devices: readonly Device[] | undefined,
	identity: (device: Device) => Identity,
	before: readonly Identity[] | undefined,
	key: (one: Identity) => Key,
): readonly Identity[] | undefined => {
	const atPlace = createAtPlace(before, key);
	const now = devices?.map((device, place) => {
		const made = identity(device);
		return kept(made, atPlace(key(made), place));
	});
	return keptList(now, before);
};

/** What is said of a domain, as far as possible in the objects of before. */
export const domainIdentity = (domain: Domain, before: DomainIdentity | undefined): DomainIdentity => {
	const {diskSum} = domain;
	return kept(
		{
			key: domain.key,
			uuid: domain.uuid,
			id: domain.id,
			process: domain.process,
			pids: domain.pids,
			name: domain.name,
			user: domain.user,
			state: domain.state,
			stateReason: domain.stateReason,
			stateWord: domain.stateWord,
			stateFault: domain.stateFault,
			incarnation: domain.incarnation,
			busy: domain.busy,
			control: domain.control,
			vcpusReason: domain.vcpusReason,
			excess: domain.excess,
			disksReason: domain.disksReason,
			nicsReason: domain.nicsReason,
			memory: kept(memoryIdentity(domain.memory), before?.memory),
			vcpus: keptDevices(
				domain.vcpus,
				({index}) => ({index}),
				before?.vcpus,
				({index}) => index,
			),
			disks: keptDevices(domain.disks, diskIdentity, before?.disks, ({name}) => name),
			diskSum: diskSum && (diskSum.reason === undefined ? {} : {reason: diskSum.reason}),
			nics: keptDevices(domain.nics, nicIdentity, before?.nics, ({name}) => name),
		},
		before,
	);
};
