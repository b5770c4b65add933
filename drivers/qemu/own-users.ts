import type {DriverOptions} from '../../source/driver/driver.ts';

/** Tells whether a user is root, or the user who runs this program. Processes of all other users are strangers'. */
export const ownUsers =
	({user}: Pick<DriverOptions, 'user'>) =>
	(one: number): boolean =>
		one === 0 || one === user;
