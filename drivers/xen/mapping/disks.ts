import type {Disk} from '../../../source/model/sample.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from '../backend/backend.ts';
import {deviceName} from '../device-name.ts';
import {xenDeviceNumber} from '../device-number.ts';

/** What is known of a domain's disks at one moment. */
export type DiskParts = {
	/** Devids that dom0's kernel serves. */
	readonly vbds: readonly number[];
	/** Reads one of them. Absent: it vanished meanwhile. */
	readonly readVbd: (devid: number) => VbdCounters | undefined;
	/** As xenstore has them; absent: it cannot be read. */
	readonly stored: readonly StoreDisk[] | undefined;
	/** Devids that the kernel lists and a QEMU serves, for where xenstore cannot be read. */
	readonly listedQdisks: readonly number[];
	/** What QEMU said, by devid: of the others, and of those that it emulates while the kernel's have no ring. */
	readonly qdisks: ReadonlyMap<number, VbdCounters>;
	/** Why nothing is known of what dom0's kernel serves; absent: it is known. */
	readonly unlistedReason: string | undefined;
};

/** The spelling of the configuration where it means this very device, else the usual one, else the number. */
const nameOf = (devid: number, configured: string | undefined): string =>
	configured !== undefined && xenDeviceNumber(configured) === devid && !/^(?:0x)?\d/.test(configured)
		? configured
		: (deviceName(devid) ?? String(devid));

/**
A domain's disks by devid, one row each: blkback's from the kernel, QEMU's from QMP, the others with the reason why not.
A disk is counted by one of them at a time: as it goes from its emulated form to blkback, its counters begin anew in
another incarnation.
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
			return [{name, backend: 'qdisk', reason: 'QEMU counts it, and xenstore cannot be read'}];
		}

		const {backend} = disk;
		const isUnlisted = backend === 'vbd' && disk.backendDomain === 0 && unlistedReason !== undefined;
		const counters = isUnlisted ? {reason: unlistedReason} : qdisks.get(devid);
		return [{name, source, backend, ...(counters ?? {reason: 'dom0 does not serve it (yet)'})}];
	});
};
