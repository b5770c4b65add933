import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {textLimits} from '../../source/text/clean-text.ts';
import {asName, asRecords, isRecord} from './json-value.ts';
import {leafSource} from './leaf-source.ts';

/** What stands behind each disk, by `blockKey`, with filters and formats left out. */
export type BlockSources = ReadonlyMap<string, string>;

/** The key of a disk: query-blockstats and query-block name a disk by the same two fields. */
export const blockKey = ({device, qdev}: {readonly device: string; readonly qdev: string}): string =>
	`${device}|${qdev}`;

/** Parses the reply to query-block; a drive without a medium has no source. @throws QmpFault */
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
			const source = name ? leafSource(name) : undefined;
			if (source !== undefined) {
				sources.set(blockKey({device, qdev}), source);
			}
		}
	}

	return sources;
};
