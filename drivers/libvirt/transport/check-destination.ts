import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, isClean} from '../../../source/text/clean-text.ts';

/*
ssh itself refuses these since 9.6 (ssh.c, valid_hostname and valid_ruser): text that looks like an option, and letters that
a shell interprets. A ProxyCommand of the user's configuration would hand them to a shell.
*/
const oddHost = /^-|[\s'"`$\\;&<>|(){}]/;
const oddUser = /^-|[\s'"`;&<>|(){}]|\\$/;

const check = (what: string, value: string, odd: RegExp): void => {
	if (odd.test(value) || !isClean(value)) {
		throw new DriverError(
			`${JSON.stringify(cleanText(value))} cannot be ${what} of ssh.`,
			'Give it a name in ~/.ssh/config that has letters and digits only, and use that.',
		);
	}
};

/** Makes sure that nothing of a URI reaches ssh as an option, or a shell as a command. @throws DriverError */
export const checkDestination = (host: string, user: string | undefined): void => {
	check('a host', host, oddHost);
	if (user !== undefined) {
		check('a user', user, oddUser);
	}
};
