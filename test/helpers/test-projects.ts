import {oncePerName} from './once-per-name.ts';
import {importsOf, modules, readProjectFile} from './project-files.ts';

/**
The groups of tests, fastest first. Anyone can tell the group of a test from its path and its imports:

- `terminal`: all of test/terminal, programs in a terminal of their own;
- `package`: files directly in test/, which are about the project as a whole;
- `mocked`: files with `vi.mock` or `vi.hoisted`; each gets a process of its own;
- `world`: files that import, themselves or through test code, a way to children, sockets or files (`waysOut` below);
- `unit`: all others.

`npx vitest list --filesOnly --project unit` says which they are.
*/
export const projectNames = ['unit', 'world', 'mocked', 'package', 'terminal'] as const;

export type ProjectName = (typeof projectNames)[number];

const waysOut = [
	'node:child_process',
	'node:fs/promises',
	'node:net',
	'node:worker_threads',
	'node-pty',
	'esbuild',
	'test/helpers/temporary-folder.ts',
	'test/helpers/trusted-folder.ts',
];

const imported = oncePerName((path) =>
	importsOf(path)
		.filter(({kind}) => kind !== 'type')
		.map(({target}) => target),
);

/** Does a test reach out of its process, by its own imports or by those of the test code it loads? */
const reachesOut = (path: string): boolean => {
	const loaded = new Set([path]);
	for (const one of loaded) {
		if (one.startsWith('test/') && /\.tsx?$/.test(one)) {
			for (const target of imported(one)) {
				loaded.add(target);
			}
		}
	}

	return waysOut.some((way) => loaded.has(way));
};

/** The group of a test file, by its path from the project's root. */
export const projectOf = (path: string): ProjectName => {
	if (path.startsWith('test/terminal/')) {
		return 'terminal';
	}

	if (!/^test\/.+\//.test(path)) {
		return 'package';
	}

	if (/\bvi\.(?:mock|hoisted)\(/.test(readProjectFile(path))) {
		return 'mocked';
	}

	return reachesOut(path) ? 'world' : 'unit';
};

/** Every test file of `npm test` by its group: not the labs, which boot machines, and not the bench, which asserts nothing. */
export const testFiles = (): Readonly<Record<ProjectName, readonly string[]>> => {
	const files: Record<ProjectName, string[]> = {unit: [], world: [], mocked: [], package: [], terminal: []};
	for (const path of modules('test')) {
		if (/\.test\.tsx?$/.test(path) && !/^test\/(?:labs|bench)\//.test(path)) {
			files[projectOf(path)].push(path);
		}
	}

	return files;
};
