import {join} from 'node:path';
import type {DriverOptions} from '../driver/driver.ts';
import {sessionPlace, type Variables} from '../options/environment.ts';
import {trustedPath} from '../process/trusted-path.ts';

/**
The folder where this user's libvirt daemons have their sockets, and why the folder is not to be trusted, if it is not.
@param user effective user id.
@param lookUp gives the home folder where no variable names it.
*/
export const sessionFolder = (
	variables: Variables,
	user: number,
	lookUp?: () => string,
): Pick<DriverOptions, 'sessionFolder' | 'sessionDistrust'> => {
	const place = sessionPlace(variables, user, lookUp);
	if (place === undefined) {
		return {};
	}

	try {
		const {distrust} = trustedPath(join(place.path, 'libvirt'), user);
		return {sessionFolder: place.path, ...(distrust === undefined ? {} : {sessionDistrust: distrust})};
	} catch {
		// The folder is out of reach: the attempt to use it tells why.
		return {sessionFolder: place.path};
	}
};
