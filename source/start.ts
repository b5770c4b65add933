#!/usr/bin/env -S node --max-semi-space-size=2
import module from 'node:module';
import {homedir} from 'node:os';
import {join} from 'node:path';

// In the person's own cache: the default is a folder of /tmp that anybody could have made before root runs this.
module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'domtop'));
await import('./cli.ts');
