#!/usr/bin/env -S node --max-semi-space-size=8
import module from 'node:module';
import {cachePlace} from '../options/environment.ts';
import {compileCache} from '../process/compile-cache.ts';

// In the person's own cache: the default is a folder of /tmp that any user could have made before root runs this.
const place = cachePlace(process.env);
const folder = place && compileCache(place.path, process.geteuid?.() ?? 0);
if (folder !== undefined) {
	module.enableCompileCache?.(folder);
}

await import('./cli.ts');
