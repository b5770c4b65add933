import {cleanText, textLimits} from '../../../source/clean-text.ts';
import type {BlockEntry} from '../../qmp/block-counters.ts';
import {type BlockSources, blockKey} from '../../qmp/block-sources.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import {xenDeviceNumber} from '../device-number.ts';

/** What QEMU counts for a disk, by its devid: several where it is also emulated; `unclear`: it cannot be told. */
export type QdiskEntries = ReadonlyMap<number, readonly BlockEntry[] | 'unclear'>;

/** A disk's image without the kind that libxl writes before it: aio:/tmp/q.img, qcow2:/tmp/q.qcow2. */
const imageOf = (source: string): string => source.replace(/^[a-z0-9]+:/, '');

/** QEMU names the node of a PV disk <vdev>-<driver> (hw/block/xen-block.c). */
const isNamed =
	({name, devid}: StoreDisk) =>
	({node}: BlockEntry): boolean => {
		const vdev = node.slice(0, Math.max(0, node.lastIndexOf('-')));
		return vdev !== '' && (vdev === name || xenDeviceNumber(vdev) === devid);
	};

/** Those that only their image may tell; one without a medium has none. */
export const unnamedEntries = (
	disks: readonly StoreDisk[],
	entries: readonly BlockEntry[],
): readonly BlockEntry[] =>
	entries.filter((entry) => entry.node !== '' && !disks.some((disk) => isNamed(disk)(entry)));

/**
Finds the disks in QEMU's list. A PV disk is known by its node, and an emulated one, which counts until the guest's PV
driver takes over, by its image. An image that several disks have says nothing.
*/
export const qdiskEntries = (
	disks: readonly StoreDisk[],
	entries: readonly BlockEntry[],
	sources: BlockSources,
): QdiskEntries => {
	const unnamed = unnamedEntries(disks, entries);
	const hasImage =
		({source}: StoreDisk) =>
		(entry: BlockEntry): boolean => {
			const file = sources.get(blockKey(entry));
			return (
				file !== undefined &&
				source !== undefined &&
				[source, imageOf(source)].includes(cleanText(file, textLimits.path))
			);
		};
	return new Map(
		disks.map((disk) => {
			const named = entries.filter(isNamed(disk));
			const byImage = unnamed.filter(hasImage(disk));
			const isShared = byImage.some((entry) =>
				disks.some((other) => other !== disk && hasImage(other)(entry)),
			);
			if (isShared) {
				return [disk.devid, named.length > 0 ? named : 'unclear'];
			}

			return [disk.devid, [...named, ...byImage]];
		}),
	);
};
