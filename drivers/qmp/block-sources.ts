import {textLimits} from '../../source/clean-text.ts';
import {deviceLimits} from '../../source/domain-bounds.ts';
import {asName, asRecords, isRecord} from './json-value.ts';

/** What stands behind each disk, by `blockKey`. */
export type BlockSources = ReadonlyMap<string, string>;

/** query-blockstats and query-block name a disk by the same two. */
export const blockKey = ({device, qdev}: {readonly device: string; readonly qdev: string}): string =>
	`${device}|${qdev}`;

const nestedFilename = (value: unknown): string | undefined => {
	if (!isRecord(value)) {
		return undefined;
	}

	return typeof value.filename === 'string'
		? value.filename
		: Object.values(value)
				.map(nestedFilename)
				.find((name) => name !== undefined);
};

/**
A chain that has no plain name is spelled `json:{…}`: the file at its end says more. QEMU's own names have PATH_MAX bytes
at most (block_int-common.h), and what is longer is no JSON to be taken apart.
*/
const plain = (name: string): string => {
	if (!name.startsWith('json:') || name.length > textLimits.path) {
		return name;
	}

	try {
		return nestedFilename(JSON.parse(name.slice('json:'.length))) ?? name;
	} catch {
		return name;
	}
};

/** From the reply to query-block; a drive without a medium has none. @throws QmpFault */
export const parseBlockSources = (value: unknown): BlockSources => {
	const sources = new Map<string, string>();
	for (const entry of asRecords(value, 'query-block', deviceLimits.disks)) {
		const {inserted} = entry;
		if (isRecord(inserted)) {
			const image = isRecord(inserted.image) ? inserted.image : {};
			const name =
				asName(inserted.file, 'a file', textLimits.path) ||
				asName(image.filename, 'a filename', textLimits.path);
			const device = asName(entry.device, 'a device') ?? '';
			const qdev = asName(entry.qdev, 'a qdev') ?? '';
			if (name) {
				sources.set(blockKey({device, qdev}), plain(name));
			}
		}
	}

	return sources;
};
