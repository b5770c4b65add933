import type {Domain} from '../model/sample.ts';

/** Which process a domain is, and of which user where that is neither root nor who runs domtop: `process 4711 of user eve`. */
export const processText = ({process, user}: Pick<Domain, 'process' | 'user'>): string => {
	const what = process?.pid === undefined ? 'a process unknown here' : `process ${process.pid}`;
	return user === undefined ? what : `${what} of user ${user.name ?? user.id}`;
};
