import {fitText} from '../fit-text.ts';
import type {Scene} from '../scene.ts';

/** A text of the header, and whether it is a trouble. */
type Said = {readonly text: string; readonly bad: boolean};

const isLost = ({statuses}: Pick<Scene, 'statuses'>, uri: string): boolean =>
	statuses.get(uri)?.state === 'lost';

/** Room for the name of a host, terminal columns. */
const longestName = 30;

/** The host by its name, or how many there are and how many of them no connection reaches. */
export const hostText = (scene: Pick<Scene, 'usage' | 'statuses'>): Said => {
	const {usage, statuses} = scene;
	const uris = [...statuses.keys()];
	const hostOf = (uri: string): string =>
		usage?.connections.find((one) => one.uri === uri)?.host ?? `? ${uri}`;
	const hosts = new Set(uris.map(hostOf));
	const down = [...hosts].filter((host) =>
		uris.every((uri) => hostOf(uri) !== host || isLost(scene, uri)),
	).length;
	if (hosts.size > 1) {
		return {text: `${hosts.size} hosts${down > 0 ? `, ${down} down` : ''}`, bad: down > 0};
	}

	const full = usage?.hosts[0]?.host.name ?? uris[0] ?? 'no host';
	const name = fitText(full, longestName, 'left').trimEnd();
	return {text: `${name}${down > 0 ? ' down' : ''}`, bad: down > 0};
};

/** What the connections are doing, where that is more than reading. */
export const connectionText = ({statuses}: Pick<Scene, 'statuses'>): Said => {
	const uris = [...statuses.keys()];
	const odd = [...statuses].filter(([, {state}]) => state !== 'reading' && state !== 'subscribed');
	const [first] = odd;
	if (!first) {
		return {text: uris.length === 1 ? `${uris[0]}` : `${uris.length} connections`, bad: false};
	}

	const [uri, {state}] = first;
	const more = odd.length > 1 ? ` and ${odd.length - 1} more` : '';
	return {text: `${uri} ${state}${more}`, bad: odd.some(([, status]) => status.state === 'lost')};
};
