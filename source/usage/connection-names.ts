import {shortNames} from './short-names.ts';

/** The far host that a canonical URI leads to, without user and port; absent: this machine. */
export const connectionPlace = (uri: string): string | undefined => {
	const authority = /^[^:]+:\/\/([^/?#]+)/.exec(uri)?.[1] ?? '';
	const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
	return host.replaceAll(/^\[|\]$/g, '') || undefined;
};

/**
What each of several connections is called where there is little room, by canonical URI: its far host without the domain
part; the URI where that is this machine, where another leads to the same host, and of a single one.
*/
export const connectionNames = (uris: readonly string[]): ReadonlyMap<string, string> => {
	const places = uris.map((uri) => connectionPlace(uri) ?? uri);
	const isShared = (place: string): boolean => places.filter((other) => other === place).length > 1;
	const names = shortNames(places.map((place, index) => (isShared(place) ? (uris[index] ?? place) : place)));
	return new Map(uris.map((uri, index) => [uri, uris.length === 1 ? uri : (names[index] ?? uri)]));
};
