import {join} from 'node:path';
import type {DriverOptions} from '../driver/driver.ts';
import {sessionPlace, type Variables} from '../options/environment.ts';
import {trustedPath} from '../process/trusted-path.ts';

/**
Where libvirt's daemons of this user have their sockets, and whether they are to be trusted there.
@param user effective user id.
@param lookUp gives the home folder where no variable does.
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
		// Out of reach: whoever looks there is told why.
		return {sessionFolder: place.path};
	}
};
