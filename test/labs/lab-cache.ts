import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where what the labs boot is kept between runs, outside the checkout: `DOMTOP_LAB_CACHE`, or in the user's cache folder. */
export const labCache = (environment: Readonly<Record<string, string | undefined>>): string =>
	environment.DOMTOP_LAB_CACHE || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'domtop-lab');
