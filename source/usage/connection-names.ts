import {shortNames} from './short-names.ts';

/** The far host that a canonical URI leads to, without user and port. Undefined: this machine. */
export const connectionPlace = (uri: string): string | undefined => {
	const authority = /^[^:]+:\/\/([^/?#]+)/.exec(uri)?.[1] ?? '';
	const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
	return host.replaceAll(/^\[|\]$/g, '') || undefined;
};

/**
Short names of connections, by canonical URI: the far host without its domain part. A connection keeps its URI as its name if it
leads to this machine, shares its host with another connection, or is alone.
*/
export const connectionNames = (uris: readonly string[]): ReadonlyMap<string, string> => {
	const places = uris.map((uri) => connectionPlace(uri) ?? uri);
	const isShared = (place: string): boolean => places.filter((other) => other === place).length > 1;
	const names = shortNames(places.map((place, index) => (isShared(place) ? (uris[index] ?? place) : place)));
	return new Map(uris.map((uri, index) => [uri, uris.length === 1 ? uri : (names[index] ?? uri)]));
};
