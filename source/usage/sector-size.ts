import type {Disk} from '../model/sample.ts';

/** How many bytes a VBD's sector is taken for: the backend's physical size, as libvirt does, or 512. */
export type SectorChoice = 'physical' | '512';

/** What Linux's xen-blkback counts in, whatever the disk, bytes. */
const linuxSectorBytes = 512;

/** Bytes a sector of a disk counts for; absent where its source counts bytes. A physical size that is unknown is 512. */
export const sectorSize = (disk: Disk, sectors: SectorChoice): number | undefined => {
	if (disk.readSectors === undefined && disk.writeSectors === undefined) {
		return undefined;
	}

	return sectors === '512' ? linuxSectorBytes : (disk.physicalSectorBytes ?? linuxSectorBytes);
};

/** Do the bytes of a disk depend on the choice of sector size? */
export const sectorsDiffer = (disk: Disk): boolean =>
	sectorSize(disk, 'physical') !== sectorSize(disk, '512');
