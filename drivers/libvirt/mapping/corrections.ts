import type {Disk, MemoryStat} from '../../../source/model/sample.ts';
import {type HypervisorKind, hypervisorKind} from './hypervisor-kind.ts';

/**
Tags that libvirt's vz driver gives in bytes, though libvirt's API promises KiB: the driver shifts pages of 4 KiB by 12 bits
(vz_sdk.c, prlsdkGetMemoryStats).
*/
const inBytes: ReadonlySet<string> = new Set(['swap_in', 'swap_out']);

/**
One memory statistic, with the unit and the meaning of its tag. Undefined: the value means something else. libvirt's LXC
driver gives the swap space in use as swap_in (lxc_driver.c, lxcDomainMemoryStats), which would pass for memory swapped in.
*/
export const correctedStat = (stat: MemoryStat, kind: HypervisorKind): MemoryStat | undefined => {
	if (kind === 'vz' && inBytes.has(stat.tag)) {
		return {tag: stat.tag, value: stat.value / 1024};
	}

	return kind === 'lxc' && stat.tag === 'swap_in' ? undefined : stat;
};

/** What virsh's statistic hides, where `correctedStat` changes it or drops it. Undefined: the statistic hides nothing. */
export const correctionNote = (stat: MemoryStat, hypervisor: string): string | undefined => {
	const corrected = correctedStat(stat, hypervisorKind(hypervisor));
	if (corrected === undefined) {
		return `${stat.tag} of a container is libvirt's name for the memory and swap it has in use, not for what was swapped.`;
	}

	return corrected.value === stat.value
		? undefined
		: 'swap_in and swap_out of this hypervisor are bytes here, as in virsh, not KiB.';
};

/** Why the bytes of a Xen disk may be wrong. */
export const sectorDoubt =
	'libvirt multiplied its sectors of 512 bytes by a physical sector size that is not known here.';

const isWhole = (bytes: number | undefined, size: number): boolean =>
	bytes === undefined || Number.isInteger(bytes / size);

const sectorsOf = (bytes: number | undefined, size: number): number | undefined =>
	bytes === undefined ? undefined : bytes / size;

/**
Corrects a Xen disk as libvirt's libxl driver gives it (libxl_driver.c, libxlDomainBlockStatsVBD). The driver's `errs` are
the kernel's oo_req: requests that waited for a free slot. The driver's bytes are sectors times the backend's
physical-sector-size. Where that size is known, the sectors are restored.
@param sectorBytes physical-sector-size, bytes. Undefined: not known
*/
export const correctedXenDisk = (
	{errors, readBytes, writeBytes, ...counters}: Disk,
	sectorBytes: number | undefined,
): Disk => {
	const base = {...counters, waitedRequests: errors};
	if (readBytes === undefined && writeBytes === undefined) {
		return base;
	}

	// libvirt takes 512 where it cannot read the size. The bytes do not stay multiples of the right size for long then.
	if (sectorBytes === undefined || !isWhole(readBytes, sectorBytes) || !isWhole(writeBytes, sectorBytes)) {
		return {...base, readBytes, writeBytes, doubt: sectorDoubt};
	}

	return {
		...base,
		readSectors: sectorsOf(readBytes, sectorBytes),
		writeSectors: sectorsOf(writeBytes, sectorBytes),
		physicalSectorBytes: sectorBytes,
	};
};
