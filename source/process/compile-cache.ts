import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {type TrustedPath, trustedPath} from './trusted-path.ts';

/**
Judges the folder of V8's compile cache and the folders in it, one for each version of Node. What Node reads there is run.
@throws Error of the file system.
*/
export const trustedCache = (path: string, user: number): TrustedPath => {
	const cache = trustedPath(path, user);
	const names = cache.stats?.isDirectory() ? readdirSync(cache.path) : [];
	const inside = names.map((name) => trustedPath(join(cache.path, name), user));
	return inside.find(({distrust}) => distrust !== undefined) ?? cache;
};

/**
The folder for the compile cache, made where it is missing.
@returns undefined: there can be no folder, or other users could put something into it.
*/
export const compileCache = (path: string, user: number): string | undefined => {
	try {
		const found = trustedCache(path, user);
		if (found.distrust === undefined && found.stats === undefined) {
			mkdirSync(found.path, {recursive: true, mode: 0o700});
		}

		const cache = found.stats === undefined ? trustedCache(path, user) : found;
		return cache.distrust === undefined ? cache.path : undefined;
	} catch {
		return undefined;
	}
};
