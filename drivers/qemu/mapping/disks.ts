import type {FailedDisk} from '../../../source/driver/disk-fault.ts';
import type {Disk} from '../../../source/model/sample.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import type {BlockEntry} from '../../qmp/block-counters.ts';
import type {BlockError} from '../../qmp/block-errors.ts';
import {type BlockSources, blockKey} from '../../qmp/block-sources.ts';
import type {PluggedDevice} from '../plugged-devices.ts';

/**
The id a person gave the device (`/machine/peripheral/<id>`, or the id alone), else the drive's, else the node's. Only
then QOM's number of it (`device[3]`), which says nothing.
*/
const nameOf = ({device, qdev, node}: BlockEntry): string => {
	const given = /^\/machine\/peripheral\/([^/]+)/.exec(qdev)?.[1] ?? (qdev.includes('/') ? '' : qdev);
	const inTree = qdev.replace(/\/virtio-backend$/, '');
	return (
		given || device || (node.startsWith('#') ? '' : node) || inTree.slice(inTree.lastIndexOf('/') + 1) || node
	);
};

/**
The firmware's flash chips: children of the machine of that name (`system.flash0` of a PC, `virt.flash0`, `sbsa.flash0`),
and on boards that do not name them drives of if=pflash, which are called pflash0, pflash1 where they were given no id.
*/
const isFlash = ({device, qdev}: BlockEntry): boolean =>
	/^\/machine\/[\w-]+\.flash\d+$/.test(qdev) ||
	(/^pflash\d+$/.test(device) && qdev.startsWith('/machine/unattached/'));

/** A drive that no device has and that holds nothing, and the firmware's flash chips, are no disks of the guest. */
const isDisk = (entry: BlockEntry): boolean => (entry.qdev !== '' || entry.node !== '') && !isFlash(entry);

/**
Devices that another process serves (hw/block/vhost-user-blk.c, hw/scsi/vhost-*.c): QEMU sees nothing of what they read and
write, and does not list them with its drives.
*/
const servedElsewhere =
	/^(?:(?:vhost-user-(?:blk|scsi)|vhost-scsi)(?:-pci|-ccw)?(?:-(?:non-)?transitional)?)$/;

/** Those of a guest. */
const uncountedDisks = (devices: readonly PluggedDevice[] = []): readonly Disk[] =>
	devices
		.filter(({type}) => servedElsewhere.test(type))
		.map(({id, path, type}) => ({
			name: cleanText(id ?? path.slice(path.lastIndexOf('/') + 1)),
			backend: 'qemu',
			reason: `${type.replace(/-(?:pci|ccw).*$/, '')} has no counters`,
		}));

/** The disks of a guest, each with the key of its block device; one that another process serves has none. */
const keyedDisks = (
	entries: readonly BlockEntry[],
	sources: BlockSources,
	devices?: readonly PluggedDevice[],
): readonly {readonly key: string | undefined; readonly disk: Disk}[] => {
	const own = entries.filter(isDisk);
	const disks = uniqueNames([
		...own.map((entry): Disk => {
			const name = cleanText(nameOf(entry));
			const source = sources.get(blockKey(entry));
			return entry.node === ''
				? {name, backend: 'qemu', reason: 'no medium'}
				: {
						name,
						backend: 'qemu',
						source: source === undefined ? undefined : cleanText(source, textLimits.path),
						...entry.counters,
					};
		}),
		...uncountedDisks(devices),
	]);
	return disks.map((disk, place) => {
		const entry = own[place];
		return {key: entry && blockKey(entry), disk};
	});
};

/** The disks of a guest; one without a medium has no counters. @param devices absent: not known. */
export const guestDisks = (
	entries: readonly BlockEntry[],
	sources: BlockSources,
	devices?: readonly PluggedDevice[],
): readonly Disk[] => keyedDisks(entries, sources, devices).map(({disk}) => disk);

/** Those of them at which QEMU stopped the guest. */
export const failedDisks = (
	entries: readonly BlockEntry[],
	sources: BlockSources,
	errors: ReadonlyMap<string, BlockError>,
): readonly FailedDisk[] =>
	keyedDisks(entries, sources).flatMap(({key, disk: {name, source}}) => {
		const error = key === undefined ? undefined : errors.get(key);
		return error ? [{name, source, isFull: error === 'no space'}] : [];
	});
