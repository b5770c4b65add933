import {connectionPlace} from '../connection-place.ts';
import {shortNames} from '../short-names.ts';
import type {HostUsage} from '../usage.ts';

/**
What each host is called where there is little room, by id: its name without the domain part, as far as the names stay
unlike. Hosts of one name are called by where their connections lead.
*/
export const hostNames = (hosts: readonly Pick<HostUsage, 'host' | 'uri'>[]): ReadonlyMap<string, string> => {
	const isShared = (name: string): boolean => hosts.filter(({host}) => host.name === name).length > 1;
	const names = hosts.map(({host, uri}) => (isShared(host.name) ? (connectionPlace(uri) ?? uri) : host.name));
	const short = shortNames(names);
	return new Map(hosts.map(({host}, index) => [host.id, short[index] ?? host.name]));
};
