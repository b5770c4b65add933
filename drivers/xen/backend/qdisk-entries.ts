import {grouped} from '../../../source/model/collections.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {BlockEntry} from '../../qmp/block-counters.ts';
import {type BlockSources, blockKey} from '../../qmp/block-sources.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import {xenDeviceNumber} from '../device-number.ts';
import {emulatedDrives} from './emulated-drives.ts';

/**
QEMU's entries of each disk, by devid. A disk that is also emulated has several entries; an entry without a node is a
drive without a medium. `unclear`: QEMU does not tell the disk from another disk of the same image.
*/
export type QdiskEntries = ReadonlyMap<number, readonly BlockEntry[] | 'unclear'>;

/** A disk's image without the kind that libxl writes before it: aio:/tmp/q.img, qcow2:/tmp/q.qcow2. */
const imageOf = (source: string): string => source.replace(/^[a-z0-9]+:/, '');

type DisksOf = (entry: BlockEntry) => readonly StoreDisk[];

/** Finds disks by node: QEMU names the node of a PV disk <vdev>-<driver> (hw/block/xen-block.c). */
const createNamed = (disks: readonly StoreDisk[]): DisksOf => {
	const byName = grouped(disks, ({name}) => name ?? '');
	const byNumber = grouped(disks, ({devid}) => String(devid));
	return ({node}) => {
		const vdev = node.slice(0, Math.max(0, node.lastIndexOf('-')));
		return vdev === ''
			? []
			: [...new Set([...(byName.get(vdev) ?? []), ...(byNumber.get(String(xenDeviceNumber(vdev))) ?? [])])];
	};
};

/** Finds disks by the place of their emulated drive; a place that two disks could have says nothing. */
const createPlaced = (disks: readonly StoreDisk[]): DisksOf => {
	const pairs = disks.flatMap((disk) => emulatedDrives(disk.devid).map((drive) => ({drive, disk})));
	const byDrive = grouped(pairs, ({drive}) => drive);
	return ({device}) => {
		const found = byDrive.get(device) ?? [];
		return found.length === 1 ? found.map(({disk}) => disk) : [];
	};
};

/** Finds disks by their image, with and without its kind. */
const createPictured = (disks: readonly StoreDisk[], sources: BlockSources): DisksOf => {
	const pairs = disks.flatMap((disk) =>
		disk.source === undefined
			? []
			: [...new Set([disk.source, imageOf(disk.source)])].map((image) => ({image, disk})),
	);
	const byImage = grouped(pairs, ({image}) => image);
	return (entry) => {
		const file = sources.get(blockKey(entry));
		const found = file === undefined ? undefined : byImage.get(cleanText(file, textLimits.path));
		return found?.map(({disk}) => disk) ?? [];
	};
};

/** Finds disks by node or place, without their image. */
const createKnown = (disks: readonly StoreDisk[]): DisksOf => {
	const named = createNamed(disks);
	const placed = createPlaced(disks);
	return (entry) => {
		const found = named(entry);
		return found.length > 0 ? found : placed(entry);
	};
};

/** Entries that only their image can assign to a disk. An entry without a medium has no image and is left out. */
export const unnamedEntries = (
	disks: readonly StoreDisk[],
	entries: readonly BlockEntry[],
): readonly BlockEntry[] => {
	const known = createKnown(disks);
	return entries.filter((entry) => entry.node !== '' && known(entry).length === 0);
};

/** The entries of each disk, in QEMU's order. */
const entriesOf = (
	entries: readonly BlockEntry[],
	disksOf: DisksOf,
): ReadonlyMap<StoreDisk, readonly BlockEntry[]> => {
	const found = new Map<StoreDisk, BlockEntry[]>();
	for (const entry of entries) {
		for (const disk of disksOf(entry)) {
			const known = found.get(disk) ?? [];
			known.push(entry);
			found.set(disk, known);
		}
	}

	return found;
};

/**
Finds the disks in QEMU's list. The node tells a PV disk. The place, or else the image, tells an emulated disk, which
counts until the guest's PV driver takes over. An image that several disks have says nothing.
*/
export const qdiskEntries = (
	disks: readonly StoreDisk[],
	entries: readonly BlockEntry[],
	sources: BlockSources,
): QdiskEntries => {
	const known = entriesOf(entries, createKnown(disks));
	const pictured = createPictured(disks, sources);
	const byImage = entriesOf(unnamedEntries(disks, entries), pictured);
	return new Map(
		disks.map((disk) => {
			const own = known.get(disk) ?? [];
			const others = byImage.get(disk) ?? [];
			if (others.some((entry) => pictured(entry).length > 1)) {
				return [disk.devid, own.length > 0 ? own : 'unclear'];
			}

			return [disk.devid, [...own, ...others]];
		}),
	);
};
