import type {Row} from './columns/column.ts';
import type {SectorChoice} from './usage/disk-usage.ts';
import type {DomainUsage} from './usage/domain-usage.ts';
import {ratesUnder} from './usage/sector-size.ts';

/** One device of a domain. */
export type Device = {
	readonly kind: 'disk' | 'nic' | 'vcpu';
	/** Name, or number of a vCPU; unique among those of its kind. */
	readonly name: string;
};

/** What a domain's own rows start from. */
type BaseRow = Pick<Row, 'usage' | 'hostName' | 'hostCpus'>;

/** A device with its row in the table of its kind. */
export type DeviceRow = Device & {readonly row: Row};

/** The key of a device's row, on its page as on that of its domain. */
export const deviceKey = (rowKey: string, {kind, name}: Device): string => `${rowKey}/${kind}/${name}`;

/** The devices of a domain: disks, NICs, then vCPUs, each in the driver's order. */
export const deviceRows = (base: BaseRow): readonly DeviceRow[] => {
	const {usage} = base;
	const row = (device: Device, part: Pick<Row, 'disk' | 'nic' | 'vcpu'>): DeviceRow => ({
		...device,
		row: {...base, key: deviceKey(usage.rowKey, device), ...part},
	});
	return [
		...(usage.disks ?? []).map((disk) => row({kind: 'disk', name: disk.disk.name}, {disk})),
		...(usage.nics ?? []).map((nic) => row({kind: 'nic', name: nic.nic.name}, {nic})),
		...(usage.vcpus ?? []).map((vcpu) => row({kind: 'vcpu', name: String(vcpu.vcpu.index)}, {vcpu})),
	];
};

/**
The two rates of a device that its history keeps: read and written, received and sent, used and waited. Those of a disk
as they are under a choice of sector size.
*/
export const deviceRates = (
	{disks, nics, vcpus}: DomainUsage,
	{kind, name}: Device,
	sectors: SectorChoice,
): readonly [number | undefined, number | undefined] => {
	switch (kind) {
		case 'disk': {
			const disk = disks?.find((one) => one.disk.name === name);
			return disk ? ratesUnder(disk, sectors) : [undefined, undefined];
		}

		case 'nic': {
			const nic = nics?.find((one) => one.nic.name === name);
			return [nic?.receiveBytesPerSecond, nic?.transmitBytesPerSecond];
		}

		default: {
			const vcpu = vcpus?.find((one) => String(one.vcpu.index) === name);
			return [vcpu?.cpuPercent, vcpu?.waitPercent];
		}
	}
};
