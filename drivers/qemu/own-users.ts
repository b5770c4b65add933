import type {DriverOptions} from '../../source/driver/driver.ts';

/** Tells whether a user is root, or the one who runs this program: only of others are the processes strangers'. */
export const ownUsers =
	({user}: Pick<DriverOptions, 'user'>) =>
	(one: number): boolean =>
		one === 0 || one === user;
