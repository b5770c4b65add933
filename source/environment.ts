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

/** @param lookUp throws where the user is in no passwd, as in a container. */
const homeOf = ({HOME}: Variables, lookUp: () => string): string => {
	try {
		return HOME || lookUp();
	} catch {
		return '';
	}
};

/**
Where options may be written down, by the XDG base directory specification.
@param lookUp gives the home folder where no variable does.
@returns empty where there is no home folder.
*/
export const configPath = (variables: Variables, lookUp: () => string = homedir): string => {
	const home = homeOf(variables, lookUp);
	const configs = variables.XDG_CONFIG_HOME || (home && join(home, '.config'));
	return configs && join(configs, 'domtop', 'config.json');
};

/**
Where this user's own daemons listen, as glib's g_get_user_runtime_dir finds it: the runtime folder, else the caches.
@param user effective user id; absent: not known.
@param lookUp gives the home folder where no variable does.
@returns absent for root, who has no daemons but the system's, and where there is no home folder.
*/
export const sessionFolder = (
	variables: Variables,
	user: number | undefined,
	lookUp: () => string = homedir,
): string | undefined => {
	if (user === 0) {
		return undefined;
	}

	const home = homeOf(variables, lookUp);
	return variables.XDG_RUNTIME_DIR || variables.XDG_CACHE_HOME || (home ? join(home, '.cache') : undefined);
};
