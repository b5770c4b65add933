import {join} from 'node:path';
import {trustedCache} from '../process/compile-cache.ts';
import {type TrustedPath, trustedPath} from '../process/trusted-path.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';
import {cachePlace, configPlace, sessionPlace, type UserPlace, type Variables} from './environment.ts';

type Refused = {readonly what: string; readonly variable: string; readonly distrust: string};

const refusedOf = (
	what: string,
	place: UserPlace | undefined,
	judge: (path: string) => TrustedPath,
): readonly Refused[] => {
	try {
		const distrust = place && judge(place.path).distrust;
		return place && distrust !== undefined ? [{what, variable: place.variable, distrust}] : [];
	} catch {
		// Out of reach: nothing there belongs to this user.
		return [];
	}
};

const listed = (texts: readonly string[]): string => {
	const unique = [...new Set(texts)];
	return [unique.slice(0, -1).join(', '), unique.at(-1)].filter((text) => text).join(' and ');
};

/**
One line, with advice, on files of the environment that are not used because other users could have made them.
@param user effective user id.
@param lookUp returns the home folder if no variable names it.
@returns undefined if all may be used.
*/
export const distrustNote = (
	variables: Variables,
	user: number,
	lookUp?: () => string,
): string | undefined => {
	const refused = [
		...refusedOf('the config file', configPlace(variables, lookUp), (path) => trustedPath(path, user)),
		...refusedOf('the cache', cachePlace(variables, lookUp), (path) => trustedCache(path, user)),
		...refusedOf("libvirt's session", sessionPlace(variables, user, lookUp), (path) =>
			trustedPath(join(path, 'libvirt'), user),
		),
	];
	if (refused.length === 0) {
		return undefined;
	}

	const names = [...new Set(refused.map(({variable}) => variable))];
	const folders = names.length > 1 ? 'folders' : 'a folder';
	const advice = user === 0 ? 'only root can change, as sudo -H and su - do' : 'only you can change';
	return cleanText(
		`Not used: ${listed(refused.map(({what}) => what))}, as ${listed(refused.map(({distrust}) => distrust))}. ` +
			`Let ${listed(names)} name ${folders} that ${advice}.`,
		textLimits.report,
	);
};
