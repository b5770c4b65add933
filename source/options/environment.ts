import {homedir} from 'node:os';
import {join} from 'node:path';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A place for this user's files, and the variable that names the place. */
export type UserPlace = {
	/** Absolute. The place says nothing about whether the path may be trusted. */
	readonly path: string;
	readonly variable: 'HOME' | 'XDG_CONFIG_HOME' | 'XDG_CACHE_HOME' | 'XDG_RUNTIME_DIR';
};

/** Whether a character outside ASCII may be written, as the C library decides: LC_ALL, then LC_CTYPE, then LANG. */
export const isUtf8 = ({LC_ALL, LC_CTYPE, LANG}: Variables): boolean =>
	/utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');

/** Whether the terminal cannot move its cursor. */
export const isDumb = ({TERM}: Variables): boolean => TERM === 'dumb' || TERM === '' || TERM === undefined;

/** Colours are off where NO_COLOR holds anything (no-color.org). */
export const wantsColor = ({NO_COLOR}: Variables): boolean => NO_COLOR === undefined || NO_COLOR === '';

/** @param lookUp throws if passwd has no entry for the user, as in a container. */
const homeOf = ({HOME}: Variables, lookUp: () => string): string => {
	try {
		return HOME || lookUp();
	} catch {
		return '';
	}
};

const isAbsolute = (path: string | undefined): path is string => path?.startsWith('/') === true;

/** Ignores a relative path in a variable, as the XDG base directory specification says. */
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
The place of the config file, by the XDG base directory specification.
@param lookUp returns the home folder if no variable names it.
@returns undefined if there is no home folder.
*/
export const configPlace = (variables: Variables, lookUp: () => string = homedir): UserPlace | undefined =>
	userPlace(variables, ['XDG_CONFIG_HOME'], '.config', 'domtop/config.json', lookUp);

/**
The path of libvirt.conf of libvirt's clients, as virConfLoadConfigPath finds it.
@param user effective user id.
@param lookUp returns the home folder if no variable names it.
@returns undefined if there is no home folder.
*/
export const libvirtConfigPath = (
	variables: Variables,
	user: number,
	lookUp: () => string = homedir,
): string | undefined =>
	user === 0
		? '/etc/libvirt/libvirt.conf'
		: userPlace(variables, ['XDG_CONFIG_HOME'], '.config', 'libvirt/libvirt.conf', lookUp)?.path;

/** The folder of files that may be lost. `lookUp` and the result mean the same as for `configPlace`. */
export const cachePlace = (variables: Variables, lookUp: () => string = homedir): UserPlace | undefined =>
	userPlace(variables, ['XDG_CACHE_HOME'], '.cache', 'domtop', lookUp);

/**
The folder where this user's own daemons listen, as glib's g_get_user_runtime_dir finds it: the runtime folder, else the
cache folder.
@param user effective user id.
@param lookUp returns the home folder if no variable names it.
@returns undefined for root, since root has no daemons but the system's, and if there is no home folder.
*/
export const sessionPlace = (
	variables: Variables,
	user: number,
	lookUp: () => string = homedir,
): UserPlace | undefined =>
	user === 0 ? undefined : userPlace(variables, ['XDG_RUNTIME_DIR', 'XDG_CACHE_HOME'], '.cache', '', lookUp);
