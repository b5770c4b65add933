import type {FailedDisk} from '../../../source/driver/disk-fault.ts';
import type {Disk} from '../../../source/model/sample.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import type {BlockEntry} from '../../qmp/block-counters.ts';
import type {BlockError} from '../../qmp/block-errors.ts';
import {type BlockSources, blockKey} from '../../qmp/block-sources.ts';
import type {PluggedDevice} from '../plugged-devices.ts';
import {reasons} from './reasons.ts';

/**
The id that a person gave the device (`/machine/peripheral/<id>`, or the id alone), else the drive's id, else the node's
name. The last choice is QOM's number of the device (`device[3]`), which says nothing.
*/
const nameOf = ({device, qdev, node}: BlockEntry): string => {
	const given = /^\/machine\/peripheral\/([^/]+)/.exec(qdev)?.[1] ?? (qdev.includes('/') ? '' : qdev);
	const inTree = qdev.replace(/\/virtio-backend$/, '');
	return (
		given || device || (node.startsWith('#') ? '' : node) || inTree.slice(inTree.lastIndexOf('/') + 1) || node
	);
};

/**
Whether an entry is a flash chip of the firmware. Such chips are children of the machine of that name (`system.flash0`
of a PC, `virt.flash0`, `sbsa.flash0`). Boards that do not name them have drives of if=pflash, called pflash0, pflash1
where no id was given.
*/
const isFlash = ({device, qdev}: BlockEntry): boolean =>
	/^\/machine\/[\w-]+\.flash\d+$/.test(qdev) ||
	(/^pflash\d+$/.test(device) && qdev.startsWith('/machine/unattached/'));

/**
Whether an entry is a disk of the domain. An empty drive that no device has is none, nor is a flash chip of the
firmware.
*/
const isDisk = (entry: BlockEntry): boolean => (entry.qdev !== '' || entry.node !== '') && !isFlash(entry);

/**
Devices that another process serves (hw/block/vhost-user-blk.c, hw/scsi/vhost-*.c): QEMU sees nothing of what they read and
write, and does not list them with its drives.
*/
const servedElsewhere =
	/^(?:(?:vhost-user-(?:blk|scsi)|vhost-scsi)(?:-pci|-ccw)?(?:-(?:non-)?transitional)?)$/;

/** The disks of a domain that another process serves. */
const uncountedDisks = (devices: readonly PluggedDevice[] = []): readonly Disk[] =>
	devices
		.filter(({type}) => servedElsewhere.test(type))
		.map(({id, path, type}) => ({
			name: cleanText(id ?? path.slice(path.lastIndexOf('/') + 1)),
			backend: 'qemu',
			reason: `${type.replace(/-(?:pci|ccw).*$/, '')} has no counters`,
		}));

/** The disks of a domain, each with the key of its block device. A disk that another process serves has no key. */
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
				? {name, backend: 'qemu', reason: reasons.noMedium}
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

/** The disks of a domain; a disk without a medium has no counters. @param devices undefined: not known. */
export const guestDisks = (
	entries: readonly BlockEntry[],
	sources: BlockSources,
	devices?: readonly PluggedDevice[],
): readonly Disk[] => keyedDisks(entries, sources, devices).map(({disk}) => disk);

/** The disks at which QEMU stopped the domain. */
export const failedDisks = (
	entries: readonly BlockEntry[],
	sources: BlockSources,
	errors: ReadonlyMap<string, BlockError>,
): readonly FailedDisk[] =>
	keyedDisks(entries, sources).flatMap(({key, disk: {name, source}}) => {
		const error = key === undefined ? undefined : errors.get(key);
		return error ? [{name, source, isFull: error === 'no space'}] : [];
	});
