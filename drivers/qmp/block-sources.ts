import {asOptionalText, asRecords, isRecord} from './json-value.ts';

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

/** A chain that has no plain name is spelled `json:{…}`: the file at its end says more. */
const plain = (name: string): string => {
	if (!name.startsWith('json:')) {
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
	for (const entry of asRecords(value, 'query-block')) {
		const {inserted} = entry;
		if (isRecord(inserted)) {
			const image = isRecord(inserted.image) ? inserted.image : {};
			const name = asOptionalText(inserted.file, 'a file') || asOptionalText(image.filename, 'a filename');
			const device = asOptionalText(entry.device, 'a device') ?? '';
			const qdev = asOptionalText(entry.qdev, 'a qdev') ?? '';
			if (name) {
				sources.set(blockKey({device, qdev}), plain(name));
			}
		}
	}

	return sources;
};
