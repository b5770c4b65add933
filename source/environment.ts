import {homedir} from 'node:os';
import {join} from 'node:path';

export type Variables = Readonly<Record<string, string | undefined>>;

/** May a character outside ASCII be written? As the C library decides: LC_ALL, then LC_CTYPE, then LANG. */
export const isUtf8 = ({LC_ALL, LC_CTYPE, LANG}: Variables): boolean =>
	/utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');

/** Can the cursor be moved? */
export const isDumb = ({TERM}: Variables): boolean => TERM === 'dumb' || TERM === '' || TERM === undefined;

/** Colours are off where NO_COLOR holds anything (no-color.org). */
export const wantsColor = ({NO_COLOR}: Variables): boolean => NO_COLOR === undefined || NO_COLOR === '';

/** Where options may be written down, by the XDG base directory specification. */
export const configPath = ({XDG_CONFIG_HOME, HOME}: Variables): string =>
	join(XDG_CONFIG_HOME || join(HOME || homedir(), '.config'), 'domtop', 'config.json');
