import {readFileSync} from 'node:fs';

/** What was captured, by its path below test/fixtures. */
export const fixtureText = (path: string): string =>
	readFileSync(new URL(`../fixtures/${path}`, import.meta.url), 'utf8');

export const fixtureJson = <Value>(path: string): Value => JSON.parse(fixtureText(path)) as Value;
