import type {Domain} from '../model/sample.ts';

/** Which process a domain is: `process 4711 of user eve`. The user is left out where that is root or the user who runs domtop. */
export const processText = ({process, user}: Pick<Domain, 'process' | 'user'>): string => {
	const what = process?.pid === undefined ? 'a process unknown here' : `process ${process.pid}`;
	return user === undefined ? what : `${what} of user ${user.name ?? user.id}`;
};
