import {readdirSync, readFileSync} from 'node:fs';
import {dirname, extname, join, normalize, relative} from 'node:path';

const root = join(import.meta.dirname, '../..');
const left = new Set(['node_modules', 'dist', 'coverage', '.git']);

/** The target that an import or export names, and how it is imported. */
export type Import = {
	/** A path from the project's root, or the name of a package. */
	readonly target: string;
	readonly kind: 'value' | 'type' | 'dynamic';
};

/** Every file of the project below a folder, by its path from the root. Installed and built files are left out. */
export const projectFiles = (folder = '.'): readonly string[] =>
	readdirSync(join(root, folder), {withFileTypes: true}).flatMap((entry) => {
		const path = join(folder, entry.name);
		return left.has(entry.name) ? [] : entry.isDirectory() ? projectFiles(path) : [path];
	});

/** Modules of TypeScript below some folders. */
export const modules = (...folders: readonly string[]): readonly string[] =>
	folders.flatMap(projectFiles).filter((path) => ['.ts', '.tsx'].includes(extname(path)));

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8');

const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** What a module imports and re-exports, types too. */
export const importsOf = (path: string): readonly Import[] => {
	const text = readProjectFile(path);
	const target = (specifier: string): string =>
		specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier;
	return [
		...[...text.matchAll(statement)].map(([, type, name = '']): Import => {
			return {target: target(name), kind: type ? 'type' : 'value'};
		}),
		...[...text.matchAll(dynamic)].map(([, name = '']): Import => ({target: target(name), kind: 'dynamic'})),
	];
};

/** All that is loaded with a module, with itself and packages, but without types and later imports. */
export const loadedWith = (...paths: readonly string[]): ReadonlySet<string> => {
	const loaded = new Set(paths);
	for (const path of loaded) {
		if (/\.tsx?$/.test(path)) {
			for (const {target, kind} of importsOf(path)) {
				if (kind === 'value') {
					loaded.add(target);
				}
			}
		}
	}

	return loaded;
};

/** The top folder of the project in which a path lies. A package lies in no folder of the project. */
export const roomOf = (path: string): string => relative('.', path).split('/')[0] ?? '';
