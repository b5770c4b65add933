import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {oncePerName} from '../../helpers/once-per-name.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {ownUser} from './process-world.ts';
import {fixture} from './recording.ts';

type Entries = Readonly<Record<string, {readonly text: string} | {readonly link: string}>>;

/** The pids of proc.json. */
export const pids = {qa: 19429, qn: 19497, qanon: 19566, qb: 19591, comma: 19592} as const;

/** The tree that was captured, below a temporary folder. */
export type CapturedHost = {
	readonly root: string;
	/** The captured text. */
	readonly captured: (path: string) => string;
	readonly write: (path: string, text: string) => void;
	readonly remove: (path: string) => void;
	/** Ends a process: its folder goes. */
	readonly end: (pid: number) => void;
};

const readEntries = oncePerName((name) => JSON.parse(fixture(name)) as Entries);

const asOwn = (text: string): string => text.replace(/^Uid:.*$/m, `Uid:${`\t${ownUser}`.repeat(4)}`);

/** @param only the processes to have; absent: all five. */
export const createCapturedHost = (only: readonly number[] = Object.values(pids)): CapturedHost => {
	const root = temporaryFolder();
	const entries = readEntries('proc.json');
	const captured = (path: string): string => {
		const entry = entries[path];
		if (!entry || !('text' in entry)) {
			throw new Error(`${path} was not captured`);
		}

		return asOwn(entry.text);
	};

	const place = (path: string): string => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		return join(root, path);
	};

	const left = Object.values(pids).filter((pid) => !only.includes(pid));
	for (const [path, entry] of Object.entries(entries)) {
		if (left.some((pid) => path.startsWith(`/proc/${pid}/`))) {
			continue;
		}

		if ('text' in entry) {
			writeFileSync(place(path), asOwn(entry.text));
		} else {
			symlinkSync(entry.link, place(path));
		}
	}

	return {
		root,
		captured,
		write: (path, text) => writeFileSync(place(path), text),
		remove: (path) => rmSync(join(root, path), {recursive: true}),
		end: (pid) => rmSync(join(root, `/proc/${pid}`), {recursive: true}),
	};
};
