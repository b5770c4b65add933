import {cleanText, textLimits} from '../../source/clean-text.ts';
import type {Disk} from '../../source/sample.ts';
import {uniqueNames} from '../../source/unique-names.ts';
import type {BlockEntry} from '../qmp/block-counters.ts';
import {type BlockSources, blockKey} from '../qmp/block-sources.ts';

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

/** A drive that no device has and that holds nothing, and the firmware's flash chips, are no disks of the guest. */
const isDisk = ({qdev, node}: BlockEntry): boolean =>
	(qdev !== '' || node !== '') && !/^\/machine\/system\.flash\d+$/.test(qdev);

/** The disks of a guest; one without a medium has no counters. */
export const guestDisks = (entries: readonly BlockEntry[], sources: BlockSources): readonly Disk[] =>
	uniqueNames(
		entries.filter(isDisk).map((entry): Disk => {
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
	);
