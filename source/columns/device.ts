import {type Device, deviceKey} from '../usage/device.ts';
import type {Row} from './column.ts';

/** The fields that all rows of a domain share. */
type BaseRow = Pick<Row, 'usage' | 'hostName' | 'hostCpus'>;

/** A device with its row in the table of its kind. */
export type DeviceRow = Device & {readonly row: Row};

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
