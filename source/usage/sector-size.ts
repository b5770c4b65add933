import type {Disk} from '../model/sample.ts';

/** Size that a VBD's sector is taken for: the backend's physical size, as libvirt does, or 512 bytes. */
export type SectorChoice = 'physical' | '512';

/** Unit that Linux's xen-blkback counts in, whatever the disk, bytes. */
const linuxSectorBytes = 512;

/** Whether the choice can make a difference for a disk, by what is said of it and whatever its numbers are. */
export const mayHaveOddSectors = ({physicalSectorBytes}: Pick<Disk, 'physicalSectorBytes'>): boolean =>
	physicalSectorBytes !== undefined && physicalSectorBytes !== linuxSectorBytes;

/** Bytes that a sector of a disk counts for. A physical size that is unknown is 512. Undefined: the source counts bytes. */
export const sectorSize = (disk: Disk, sectors: SectorChoice): number | undefined => {
	if (disk.readSectors === undefined && disk.writeSectors === undefined) {
		return undefined;
	}

	return sectors === '512' ? linuxSectorBytes : (disk.physicalSectorBytes ?? linuxSectorBytes);
};

/** Whether the bytes of a disk depend on the choice of sector size. */
export const sectorsDiffer = (disk: Disk): boolean =>
	disk.physicalSectorBytes !== undefined && sectorSize(disk, 'physical') !== sectorSize(disk, '512');
