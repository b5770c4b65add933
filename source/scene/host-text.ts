import type {ConnectionStatus} from '../driver/driver.ts';
import {fitMiddle} from '../text/cut-forms.ts';
import {connectionNames, connectionPlace} from '../usage/connection-names.ts';
import type {Scene} from './scene.ts';

/** A text of the header, and whether the text tells of trouble. */
type Said = {readonly text: string; readonly bad: boolean};

const isLost = ({statuses}: Pick<Scene, 'statuses'>, uri: string): boolean =>
	statuses.get(uri)?.state === 'lost';

/** Room for the name of a host, terminal columns. */
const longestName = 30;

/**
The id of the host behind each connection. A connection that was never reached is taken for the host that another
connection to the same place reads. Without another connection there, it counts as a host of its own, as a simulated
connection always does.
*/
const hostsByUri = ({usage, statuses}: Pick<Scene, 'usage' | 'statuses'>): ReadonlyMap<string, string> => {
	const read = new Map(usage?.connections.map((connection) => [connection.uri, connection]));
	const placeOf = (uri: string): string =>
		connectionPlace(uri) ?? (read.get(uri)?.simulated ? `made up ${uri}` : 'here');
	const places = new Map<string, string>();
	for (const {uri, host} of read.values()) {
		if (host !== undefined && !places.has(placeOf(uri))) {
			places.set(placeOf(uri), host);
		}
	}

	return new Map(
		[...statuses.keys()].map((uri) => {
			const place = placeOf(uri);
			return [uri, read.get(uri)?.host ?? places.get(place) ?? `never reached ${place}`];
		}),
	);
};

/** The name of the only host, or the number of hosts and how many hosts no connection reaches. */
export const hostText = (scene: Pick<Scene, 'usage' | 'statuses'>): Said => {
	const byUri = hostsByUri(scene);
	const hosts = new Set(byUri.values());
	const down = [...hosts].filter((host) =>
		[...byUri].every(([uri, other]) => other !== host || isLost(scene, uri)),
	).length;
	if (hosts.size > 1) {
		return {text: `${hosts.size} hosts${down > 0 ? `, ${down} down` : ''}`, bad: down > 0};
	}

	const full = scene.usage?.hosts[0]?.host.name ?? [...byUri.keys()][0] ?? 'no host';
	const name = fitMiddle(full, longestName).trimEnd();
	return {text: `${name}${down > 0 ? ' down' : ''}`, bad: down > 0};
};

/**
The URI of the only connection. A subscription is named, since it costs the host something and ends by itself. Reading is
not named, since any other connection reads.
*/
const aloneText = (uri: string, {state}: ConnectionStatus): string =>
	state === 'subscribed' ? `${uri} ${state}` : uri;

/** A connection that is not simply reading, and how many more; else the only connection, or the number of connections. */
export const connectionText = ({statuses}: Pick<Scene, 'statuses'>): Said => {
	const uris = [...statuses.keys()];
	const odd = [...statuses].filter(([, {state}]) => state !== 'reading' && state !== 'subscribed');
	// A lost connection goes before a connection that is only on its way.
	const first = odd.find(([, {state}]) => state === 'lost') ?? odd[0];
	if (!first) {
		const [only, ...others] = statuses;
		const text = only && others.length === 0 ? aloneText(...only) : `${uris.length} connections`;
		return {text, bad: false};
	}

	const [uri, {state}] = first;
	const more = odd.length > 1 ? ` and ${odd.length - 1} more` : '';
	return {
		text: `${connectionNames(uris).get(uri)} ${state}${more}`,
		bad: odd.some(([, status]) => status.state === 'lost'),
	};
};
