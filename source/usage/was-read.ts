import type {ConnectionUsage, Usage} from './usage.ts';

/** Whether the connection ever read anything, so that a domain that is not shown is not there. */
export const wasRead = ({host, unanswered}: Pick<ConnectionUsage, 'host' | 'unanswered'>): boolean =>
	host !== undefined && unanswered === undefined;

/** Whether any connection ever read anything. */
export const wasAnyRead = ({connections}: Pick<Usage, 'connections'>): boolean => connections.some(wasRead);
