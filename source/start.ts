#!/usr/bin/env -S node --max-semi-space-size=2
import module from 'node:module';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Absent where there is no home folder: without HOME, a user that is in no passwd has none, as in a container. */
const homeCaches = (): string | undefined => {
	try {
		const home = homedir();
		return home && join(home, '.cache');
	} catch {
		return undefined;
	}
};

// In the person's own cache: the default is a folder of /tmp that anybody could have made before root runs this.
const caches = process.env.XDG_CACHE_HOME || homeCaches();
if (caches) {
	module.enableCompileCache?.(join(caches, 'domtop'));
}

await import('./cli.ts');
