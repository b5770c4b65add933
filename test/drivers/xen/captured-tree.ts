import {mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {oncePerName} from '../../helpers/once-per-name.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';

/** Files and links by their paths. */
export type Entries = Readonly<Record<string, {readonly text: string} | {readonly link: string}>>;

/** The text of a fixture, by its path below test/fixtures/xen. */
export const xenFixture = oncePerName((name) =>
	readFileSync(new URL(`../../fixtures/xen/${name}`, import.meta.url), 'utf8'),
);

/**
The trees in a listing of `<path>: <value>` lines, one after another: a path that comes again begins the next one. Lines
that are no file's, as of an `xl list` between them, are left out; a uevent has several.
*/
export const listedTrees = oncePerName((name): readonly Entries[] => {
	const trees: Record<string, {text: string}>[] = [{}];
	let present: {text: string} | undefined;
	for (const line of xenFixture(name).trimEnd().split('\n')) {
		const [, path, value] = /^(\/(?:sys|proc)\/\S+): (.*)$/.exec(line) ?? [];
		if (path !== undefined) {
			if (trees.at(-1)?.[path]) {
				trees.push({});
			}

			present = {text: `${value}\n`};
			(trees.at(-1) ?? {})[path] = present;
		} else if (present && /^[A-Z_]+=/.test(line)) {
			present.text += `${line}\n`;
		} else {
			present = undefined;
		}
	}

	return trees;
});

/** What record-tree.ts recorded. */
export const recordedTree = oncePerName((name) => JSON.parse(xenFixture(name)) as Entries);

const bus = '/sys/bus/xen-backend/devices';

/** A captured tree below a temporary folder that goes when the test ends. */
export type CapturedTree = {
	readonly root: string;
	/** Adds what was captured; a device that is not there is made as the kernel does it, with a link on the bus. */
	readonly put: (entries: Entries) => void;
	/** The captured text, as it was put last. */
	readonly captured: (path: string) => string;
	readonly write: (path: string, text: string) => void;
	readonly remove: (path: string) => void;
	/** Takes a device of the bus away; what is put under its name later is another one, also by its inode number. */
	readonly detach: (device: string) => void;
	/** A file of a VBD. */
	readonly vbdFile: (domid: number, devid: number, file: string) => string;
};

export const createCapturedTree = (...captures: readonly Entries[]): CapturedTree => {
	const folder = temporaryFolder();
	const root = join(folder, 'root');
	const texts = new Map<string, string>();
	let detached = 0;

	const place = (path: string): string => {
		mkdirSync(dirname(join(root, path)), {recursive: true});
		return join(root, path);
	};

	const link = (path: string, target: string): void => {
		rmSync(place(path), {force: true});
		symlinkSync(target, join(root, path));
	};

	const attach = (device: string): void => {
		mkdirSync(join(root, '/sys/devices', device), {recursive: true});
		try {
			symlinkSync(`../../../devices/${device}`, place(`${bus}/${device}`));
		} catch {
			/* it is there */
		}
	};

	const put = (entries: Entries): void => {
		for (const [path, entry] of Object.entries(entries)) {
			const [, device] = /^\/sys\/bus\/xen-backend\/devices\/([^/]+)\//.exec(path) ?? [];
			if (device !== undefined) {
				attach(device);
			}

			if ('link' in entry) {
				link(path, entry.link);
			} else {
				writeFileSync(place(path), entry.text);
				texts.set(path, entry.text);
			}
		}
	};

	mkdirSync(root);
	for (const entries of captures) {
		put(entries);
	}

	return {
		root,
		put,
		captured: (path) => {
			const text = texts.get(path);
			if (text === undefined) {
				throw new Error(`${path} was not captured`);
			}

			return text;
		},
		write: (path, text) => writeFileSync(place(path), text),
		remove: (path) => rmSync(join(root, path), {recursive: true}),
		detach: (device) => {
			// A file system gives the number of what was removed to what is made next; sysfs does not.
			detached += 1;
			renameSync(join(root, bus, device), join(folder, `link-${detached}`));
			renameSync(join(root, '/sys/devices', device), join(folder, `device-${detached}`));
		},
		vbdFile: (domid, devid, file) => `${bus}/vbd-${domid}-${devid}/${file}`,
	};
};
