import {type CounterGroup, type CounterName, counterNames, type MemoryTag} from './counters.ts';
import {type DomainIdentity, domainNumbers, memoryNumbers} from './identity.ts';

/** Name of a number of the domain itself, or of its memory. */
export type DomainNumber = (typeof domainNumbers)[number] | (typeof memoryNumbers)[number];

/** Name of a number of a device: a counter, or the moment of its counters. */
export type DeviceNumber<Group extends CounterGroup> = CounterName<Group> | 'at';

const placesOf = <Name>(names: readonly Name[], from = 0): ReadonlyMap<Name, number> =>
	new Map(names.map((name, place) => [name, from + place]));

const own: ReadonlyMap<DomainNumber, number> = placesOf<DomainNumber>([...domainNumbers, ...memoryNumbers]);
const stats: ReadonlyMap<MemoryTag, number> = placesOf(counterNames('memory'), own.size);

/** Where the numbers of the devices begin. */
const devicesFrom = own.size + stats.size;

/** Names of the numbers of a device in their places: its counters in their order, and its `at` behind them. */
export const deviceNumbers = {
	vcpu: counterNames('vcpu'),
	nic: [...counterNames('nic'), 'at'],
	disk: [...counterNames('disk'), 'at'],
} as const;

const inDevice = {
	vcpu: placesOf<string>(deviceNumbers.vcpu),
	nic: placesOf<string>(deviceNumbers.nic),
	disk: placesOf<string>(deviceNumbers.disk),
};

/** How many numbers a device of each kind has. */
export const deviceWidths = {vcpu: inDevice.vcpu.size, nic: inDevice.nic.size, disk: inDevice.disk.size};

/** The parts of an identity that say how many devices there are. */
type Devices = Pick<DomainIdentity, 'vcpus' | 'nics' | 'disks' | 'diskSum'>;

export const firstVcpu = devicesFrom;

export const firstNic = ({vcpus}: Devices): number => firstVcpu + (vcpus?.length ?? 0) * deviceWidths.vcpu;

export const firstDisk = (devices: Devices): number =>
	firstNic(devices) + (devices.nics?.length ?? 0) * deviceWidths.nic;

/** The numbers of the sum of all disks stand behind the disks. */
export const sumPlace = (devices: Devices): number =>
	firstDisk(devices) + (devices.disks?.length ?? 0) * deviceWidths.disk;

/** How many numbers the domain has with all its devices. */
export const numbersLength = (devices: Devices): number =>
	sumPlace(devices) + (devices.diskSum ? deviceWidths.disk : 0);

/** The place of a number of the domain itself. */
export const placeOf = (name: DomainNumber): number => own.get(name) ?? 0;

/** The place of a memory statistic. */
export const statPlace = (tag: MemoryTag): number => stats.get(tag) ?? 0;

/** The place of a number within the numbers of its device. */
export const placeInDevice = (group: 'vcpu' | 'nic' | 'disk', name: string): number =>
	inDevice[group].get(name) ?? 0;
