import type {Disk} from '../sample.ts';
import type {DiskUsage, SectorChoice} from './disk-usage.ts';

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

/** The rates of a disk, bytes per second, as they are under a choice; unknown where they are. */
export const ratesUnder = (
	{disk, sectorBytes, readBytesPerSecond, writeBytesPerSecond}: DiskUsage,
	sectors: SectorChoice,
): readonly [read: number | undefined, written: number | undefined] => {
	const size = sectorSize(disk, sectors);
	if (size === undefined || sectorBytes === undefined || size === sectorBytes) {
		return [readBytesPerSecond, writeBytesPerSecond];
	}

	const scaled = (rate: number | undefined): number | undefined =>
		rate === undefined ? undefined : (rate / sectorBytes) * size;
	return [scaled(readBytesPerSecond), scaled(writeBytesPerSecond)];
};
