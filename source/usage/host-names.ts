import {connectionPlace} from './connection-names.ts';
import {shortNames} from './short-names.ts';
import type {HostUsage} from './usage.ts';

/**
Short names of hosts, by id: the name without its domain part, as far as the names stay different. Hosts of one name are called
by where their connections lead. Only this machine keeps its name then.
*/
export const hostNames = (hosts: readonly Pick<HostUsage, 'host' | 'uri'>[]): ReadonlyMap<string, string> => {
	const namesakes = (name: string) => hosts.filter(({host}) => host.name === name);
	const keepsName = ({host, uri}: Pick<HostUsage, 'host' | 'uri'>): boolean => {
		const same = namesakes(host.name);
		const here = same.filter((other) => connectionPlace(other.uri) === undefined);
		return same.length === 1 || (here.length === 1 && here[0]?.uri === uri);
	};
	const kept = new Set(hosts.filter(keepsName).map(({host}) => host.name));
	const nameOf = (one: Pick<HostUsage, 'host' | 'uri'>): string => {
		const place = connectionPlace(one.uri) ?? one.uri;
		// This machine may also be reached over SSH by its own name: then the URI tells the two apart.
		return keepsName(one) ? one.host.name : kept.has(place) ? one.uri : place;
	};
	const names = hosts.map(nameOf);
	const short = shortNames(names);
	return new Map(hosts.map(({host}, index) => [host.id, short[index] ?? host.name]));
};
