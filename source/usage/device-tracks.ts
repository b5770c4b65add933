import type {DiskUsage} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';
import type {NicUsage} from './nic-usage.ts';
import type {VcpuUsage} from './vcpu-usage.ts';

/** Which device two series of a domain's history are of. */
export type DeviceTrack = {
	/** Name of a disk or a NIC, number of a vCPU; unique within its kind. */
	readonly name: string | number;
	/** Place of the first of the two series among the series of the domain. */
	readonly series: number;
	/** Number of the domain's points before the first point of the device. */
	readonly since: number;
};

/** The devices of a domain whose points are kept, in the order of its lists. */
export type DeviceTracks = {
	readonly disk: readonly DeviceTrack[];
	readonly nic: readonly DeviceTrack[];
	readonly vcpu: readonly DeviceTrack[];
};

export const noDevices: DeviceTracks = {disk: [], nic: [], vcpu: []};

type Devices = Pick<DomainUsage, 'disks' | 'nics' | 'vcpus'>;

const nameOfDisk = ({disk}: DiskUsage): string => disk.name;
const nameOfNic = ({nic}: NicUsage): string => nic.name;
const numberOfVcpu = ({vcpu}: VcpuUsage): number => vcpu.index;

const areKept = <One>(
	kept: readonly DeviceTrack[],
	devices: readonly One[] | undefined,
	nameOf: (device: One) => string | number,
): boolean =>
	devices === undefined ||
	(devices.length === kept.length && devices.every((device, place) => kept[place]?.name === nameOf(device)));

/** Whether the tracks are those of the devices that the usage lists. Devices that are unknown at the moment keep their tracks. */
export const areTracked = ({disk, nic, vcpu}: DeviceTracks, {disks, nics, vcpus}: Devices): boolean =>
	areKept(disk, disks, nameOfDisk) && areKept(nic, nics, nameOfNic) && areKept(vcpu, vcpus, numberOfVcpu);

/** Number of devices that have a track. */
export const trackedDevices = ({disk, nic, vcpu}: DeviceTracks): number =>
	disk.length + nic.length + vcpu.length;

/** Number of devices that need a track. */
export const devicesToTrack = ({disk, nic, vcpu}: DeviceTracks, {disks, nics, vcpus}: Devices): number =>
	(disks ?? disk).length + (nics ?? nic).length + (vcpus ?? vcpu).length;

/**
The tracks of the devices that the usage lists. A device that had a track keeps its beginning.
@param first place of the first series of devices.
@param pushed number of the domain's points so far, after which new devices begin.
*/
export const tracksOf = (
	before: DeviceTracks,
	{disks, nics, vcpus}: Devices,
	first: number,
	pushed: number,
): DeviceTracks => {
	let series = first;
	const listed = (kept: readonly DeviceTrack[], names: readonly (string | number)[] | undefined) => {
		const since = new Map(kept.map((track) => [track.name, track.since]));
		return (names ?? kept.map(({name}) => name)).map((name): DeviceTrack => {
			const track = {name, series, since: since.get(name) ?? pushed};
			series += 2;
			return track;
		});
	};
	return {
		disk: listed(before.disk, disks?.map(nameOfDisk)),
		nic: listed(before.nic, nics?.map(nameOfNic)),
		vcpu: listed(before.vcpu, vcpus?.map(numberOfVcpu)),
	};
};
