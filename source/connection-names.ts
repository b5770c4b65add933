import {connectionPlace} from './connection-place.ts';
import {shortNames} from './short-names.ts';

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
