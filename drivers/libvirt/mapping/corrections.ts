import type {Disk, MemoryStat} from '../../../source/model/sample.ts';
import {type HypervisorKind, hypervisorKind} from './hypervisor-kind.ts';

/** libvirt's vz driver shifts pages of 4 KiB by 12 bits (vz_sdk.c, prlsdkGetMemoryStats): bytes, where its API promises KiB. */
const inBytes: ReadonlySet<string> = new Set(['swap_in', 'swap_out']);

/**
One memory statistic as it is meant; absent where it is no such thing: libvirt's LXC driver gives the swap space in use
as swap_in (lxc_driver.c, lxcDomainMemoryStats), which would pass for a count of what was swapped in.
*/
export const correctedStat = (stat: MemoryStat, kind: HypervisorKind): MemoryStat | undefined => {
	if (kind === 'vz' && inBytes.has(stat.tag)) {
		return {tag: stat.tag, value: stat.value / 1024};
	}

	return kind === 'lxc' && stat.tag === 'swap_in' ? undefined : stat;
};

/** What a statistic of virsh's hides, where `correctedStat` does not take it as it is; absent: nothing. */
export const correctionNote = (stat: MemoryStat, hypervisor: string): string | undefined => {
	const corrected = correctedStat(stat, hypervisorKind(hypervisor));
	if (corrected === undefined) {
		return `${stat.tag} of a container is libvirt's name for the memory and swap it has in use, not for what was swapped.`;
	}

	return corrected.value === stat.value
		? undefined
		: 'swap_in and swap_out of this hypervisor are bytes here, as in virsh, not KiB.';
};

/** Why a Xen disk's bytes may be wrong. */
export const sectorDoubt =
	'libvirt multiplied its sectors of 512 bytes by a physical sector size that is not known here.';

const isWhole = (bytes: number | undefined, size: number): boolean =>
	bytes === undefined || Number.isInteger(bytes / size);

const sectorsOf = (bytes: number | undefined, size: number): number | undefined =>
	bytes === undefined ? undefined : bytes / size;

/**
A Xen disk as libvirt's libxl driver gives it (libxl_driver.c, libxlDomainBlockStatsVBD): its `errs` are the kernel's
oo_req, requests that waited for a free slot, and its bytes are sectors times the backend's physical-sector-size. Where
that is known the sectors are brought back.
@param sectorBytes physical-sector-size; absent: not known.
*/
export const correctedXenDisk = (
	{errors, readBytes, writeBytes, ...counters}: Disk,
	sectorBytes: number | undefined,
): Disk => {
	const base = {...counters, waitedRequests: errors};
	if (readBytes === undefined && writeBytes === undefined) {
		return base;
	}

	// libvirt takes 512 where it cannot read the size; then they are no multiples of it for long.
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
