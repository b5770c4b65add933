import {homedir} from 'node:os';
import {join} from 'node:path';

/** The folder of the labs' boot files between runs, outside the checkout: `DOMTOP_LAB_CACHE`, or in the user's cache folder. */
export const labCache = (environment: Readonly<Record<string, string | undefined>>): string =>
	environment.DOMTOP_LAB_CACHE || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'domtop-lab');
