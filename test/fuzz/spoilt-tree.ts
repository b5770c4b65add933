import {mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';

/** Files and links by their paths, as they were captured. */
export type Entries = Readonly<Record<string, {readonly text: string} | {readonly link: string}>>;

/** What stands at a path in place of what was captured: a file, a link, a folder, or nothing. */
export type Spoilt = {readonly text: string | Buffer} | {readonly link: string} | 'folder' | 'nothing';

/** A captured tree below a temporary folder, of which a few entries are changed for a while. */
export type SpoiltTree = {
	readonly root: string;
	readonly paths: readonly string[];
	/** @returns what makes it as it was. */
	readonly spoil: (changes: ReadonlyMap<string, Spoilt>) => () => void;
	readonly remove: () => void;
};

/** @param links made beside the captured entries: where a path is a link to a folder of them. */
export const createSpoiltTree = (entries: Entries): SpoiltTree => {
	const root = mkdtempSync(join(tmpdir(), 'domtop-fuzz-'));
	const place = (path: string): string => join(root, path);

	const put = (path: string, entry: Spoilt): void => {
		rmSync(place(path), {recursive: true, force: true});
		if (entry === 'nothing') {
			return;
		}

		mkdirSync(dirname(place(path)), {recursive: true});
		if (entry === 'folder') {
			mkdirSync(place(path));
		} else if ('link' in entry) {
			symlinkSync(entry.link, place(path));
		} else {
			writeFileSync(place(path), entry.text);
		}
	};

	for (const [path, entry] of Object.entries(entries)) {
		put(path, entry);
	}

	return {
		root,
		paths: Object.keys(entries),
		spoil: (changes) => {
			for (const [path, entry] of changes) {
				put(path, entry);
			}

			return () => {
				for (const path of changes.keys()) {
					put(path, entries[path] ?? 'nothing');
					// What was made only for this one is gone, with its folders.
					for (
						let folder = dirname(path);
						entries[path] === undefined && folder.length > 1;
						folder = dirname(folder)
					) {
						if (readdirSync(place(folder)).length > 0) {
							break;
						}

						rmSync(place(folder), {recursive: true});
					}
				}
			};
		},
		remove: () => rmSync(root, {recursive: true, force: true}),
	};
};
