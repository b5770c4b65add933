import type {Disk} from '../../../source/model/sample.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from '../backend/backend.ts';
import {deviceName} from '../device-name.ts';
import {xenDeviceNumber} from '../device-number.ts';
import {reasons} from './reasons.ts';

/** What is known of a domain's disks at one moment. */
export type DiskParts = {
	/** Devids that dom0's kernel serves. */
	readonly vbds: readonly number[];
	/** Reads one VBD. Undefined: the VBD vanished meanwhile. */
	readonly readVbd: (devid: number) => VbdCounters | undefined;
	/** The disks in xenstore. Undefined: xenstore cannot be read. */
	readonly stored: readonly StoreDisk[] | undefined;
	/** Devids that the kernel lists and a QEMU serves; needed where xenstore cannot be read. */
	readonly listedQdisks: readonly number[];
	/** QEMU's counters by devid: of all other disks, and of disks that QEMU emulates while the kernel's VBD has no ring. */
	readonly qdisks: ReadonlyMap<number, VbdCounters>;
	/** Why the devices that dom0's kernel serves are unknown. Undefined: they are known. */
	readonly unlistedReason: string | undefined;
};

/** The configured name where it means exactly this device, else the usual name, else the number. */
const nameOf = (devid: number, configured: string | undefined): string =>
	configured !== undefined && xenDeviceNumber(configured) === devid && !/^(?:0x)?\d/.test(configured)
		? configured
		: (deviceName(devid) ?? String(devid));

/**
A domain's disks by devid, one row each. blkback's counters come from the kernel, QEMU's from QMP; every other disk has
the reason why it has none. Either blkback or QEMU counts a disk at a time. When a disk goes from its emulated form to
blkback, its counters start again in another incarnation.
*/
export const xenDisks = (parts: DiskParts): readonly Disk[] => {
	const {vbds, readVbd, stored, listedQdisks, qdisks, unlistedReason} = parts;
	const configured = new Map(stored?.map((disk) => [disk.devid, disk]));
	const served = new Set(vbds);
	const devids = [...new Set([...vbds, ...listedQdisks, ...configured.keys()])].sort(
		(one, other) => one - other,
	);
	return devids.flatMap((devid): readonly Disk[] => {
		const disk = configured.get(devid);
		const name = nameOf(devid, disk?.name);
		const {source} = disk ?? {};
		if (served.has(devid)) {
			const counters = readVbd(devid);
			const emulated = qdisks.get(devid);
			if (counters?.reason !== undefined && emulated && emulated.reason === undefined) {
				return [{name, source, backend: 'vbd', ...emulated}];
			}

			return counters
				? [{name, source, backend: 'vbd', physicalSectorBytes: disk?.physicalSectorBytes, ...counters}]
				: [];
		}

		if (disk === undefined) {
			return [{name, backend: 'qdisk', reason: reasons.unreadStore}];
		}

		const {backend} = disk;
		const isUnlisted = backend === 'vbd' && disk.backendDomain === 0 && unlistedReason !== undefined;
		const counters = isUnlisted ? {reason: unlistedReason} : qdisks.get(devid);
		return [{name, source, backend, ...(counters ?? {reason: reasons.notServed})}];
	});
};
