import {ratesUnder} from './disk-usage.ts';
import type {DomainUsage} from './domain-usage.ts';
import type {SectorChoice} from './sector-size.ts';

/** One device of a domain. */
export type Device = {
	readonly kind: 'disk' | 'nic' | 'vcpu';
	/** Name, or number of a vCPU; unique within its kind. */
	readonly name: string;
};

/** Key of a device's row, the same on the device's page and on its domain's page. */
export const deviceKey = (rowKey: string, {kind, name}: Device): string => `${rowKey}/${kind}/${name}`;

/**
The two rates of a device that its history keeps: read and written, received and sent, used and waited. The rates of a disk are
under a choice of sector size.
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
