import type {ConnectionUsage, Usage} from './usage.ts';

/** Was anything ever read there, so that what is not shown is not there? */
export const wasRead = ({host, unanswered}: Pick<ConnectionUsage, 'host' | 'unanswered'>): boolean =>
	host !== undefined && unanswered === undefined;

/** Was anything ever read from any connection? */
export const wasAnyRead = ({connections}: Pick<Usage, 'connections'>): boolean => connections.some(wasRead);
