import {homedir} from 'node:os';
import {join} from 'node:path';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A place for this user's files, and the variable that says where. */
export type UserPlace = {
	/** Absolute. Whether it is to be trusted is another matter. */
	readonly path: string;
	readonly variable: 'HOME' | 'XDG_CONFIG_HOME' | 'XDG_CACHE_HOME' | 'XDG_RUNTIME_DIR';
};

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

const isAbsolute = (path: string | undefined): path is string => path?.startsWith('/') === true;

/** A relative path in a variable of the XDG base directory specification is ignored, as that says. */
const userPlace = (
	variables: Variables,
	names: readonly Exclude<UserPlace['variable'], 'HOME'>[],
	inHome: string,
	below: string,
	lookUp: () => string,
): UserPlace | undefined => {
	for (const variable of names) {
		const folder = variables[variable];
		if (isAbsolute(folder)) {
			return {path: join(folder, below), variable};
		}
	}

	const home = homeOf(variables, lookUp);
	return isAbsolute(home) ? {path: join(home, inHome, below), variable: 'HOME'} : undefined;
};

/**
Where options may be written down, by the XDG base directory specification.
@param lookUp gives the home folder where no variable does.
@returns absent where there is no home folder.
*/
export const configPlace = (variables: Variables, lookUp: () => string = homedir): UserPlace | undefined =>
	userPlace(variables, ['XDG_CONFIG_HOME'], '.config', 'domtop/config.json', lookUp);

/**
libvirt.conf of libvirt's clients, as virConfLoadConfigPath finds it; `lookUp` as for the config file.
@param user effective user id.
@returns absent where there is no home folder.
*/
export const libvirtConfigPath = (
	variables: Variables,
	user: number,
	lookUp: () => string = homedir,
): string | undefined =>
	user === 0
		? '/etc/libvirt/libvirt.conf'
		: userPlace(variables, ['XDG_CONFIG_HOME'], '.config', 'libvirt/libvirt.conf', lookUp)?.path;

/** The folder of what may be lost; `lookUp` and what it returns are as for the config file. */
export const cachePlace = (variables: Variables, lookUp: () => string = homedir): UserPlace | undefined =>
	userPlace(variables, ['XDG_CACHE_HOME'], '.cache', 'domtop', lookUp);

/**
Where this user's own daemons listen, as glib's g_get_user_runtime_dir finds it: the runtime folder, else the caches.
@param user effective user id.
@param lookUp gives the home folder where no variable does.
@returns absent for root, who has no daemons but the system's, and where there is no home folder.
*/
export const sessionPlace = (
	variables: Variables,
	user: number,
	lookUp: () => string = homedir,
): UserPlace | undefined =>
	user === 0 ? undefined : userPlace(variables, ['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME'], '.cache', '', lookUp);
