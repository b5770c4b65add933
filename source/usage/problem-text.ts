import type {Problem} from '../model/sample.ts';
import {connectionNames} from './connection-names.ts';
import type {DomainUsage} from './domain-usage.ts';

/** Whether the problem belongs to this very row. Another connection's problem of the same domain does not. */
export const isProblemOf = (problem: Problem, {uri, domain}: Pick<DomainUsage, 'uri' | 'domain'>): boolean =>
	problem.uri === uri && problem.domain === domain.key;

/**
What failed. The text names the domain where the message does not, and the connection where there are several.
@param uris of all connections.
*/
export const problemText = (
	{name, message, uri}: Pick<Problem, 'name' | 'message' | 'uri'>,
	uris: readonly string[],
): string => {
	const text = name === undefined || message.includes(name) ? message : `${name}: ${message}`;
	const connection = connectionNames(uris).get(uri) ?? uri;
	const isNamed = uris.length < 2 || message.includes(uri) || message.includes(connection);
	return isNamed ? text : `${connection.replace(/:$/, '')}: ${text}`;
};
