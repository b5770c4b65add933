import {tapdiskKinds} from './backend-path.ts';

/** Parts of a domain; the nodes of a part are read together. */
export const domainParts = ['name', 'memory', 'agent', 'disks', 'nics'] as const;

export type DomainPart = (typeof domainParts)[number];

/** What a change in xenstore makes out of date. */
export type StoreChange = {
	/** The list of domains is out of date. */
	readonly list?: true;
	/** The domid whose parts are out of date. Undefined: the parts of all domains. */
	readonly domain?: number | undefined;
	readonly parts: readonly DomainPart[];
};

const nothing: StoreChange = {parts: []};

/** Nodes of a backend that are read; its other nodes (state, hotplug-status, rings) change as a device comes and goes. */
const backendNodes = new Set(['physical-sector-size', 'params', 'dev', 'type', 'mac', 'vifname']);

const isRead = (kind: string | undefined, node: string): boolean =>
	backendNodes.has(node) || (node === 'state' && tapdiskKinds.has(kind ?? ''));
const memoryNodes = new Set(['target', 'static-max']);
const agentNodes = new Set(['meminfo_total', 'meminfo_free']);

const deviceParts: Readonly<Record<string, readonly DomainPart[]>> = {vbd: ['disks'], vif: ['nics']};
const devices: readonly DomainPart[] = ['disks', 'nics'];

const isDomid = (text: string | undefined): text is string => text !== undefined && /^\d{1,5}$/.test(text);

/** Below `device`, of libxl's tree or the guest's: kind, devid, node. */
const ofFrontend = (domain: number, [kind, , node]: readonly string[]): StoreChange =>
	node === undefined || node === 'backend'
		? {domain, parts: kind === undefined ? devices : (deviceParts[kind] ?? [])}
		: nothing;

/** Below `backend`: kind, domid of the frontend, devid, node. */
const ofBackend = ([kind, frontend, , node]: readonly string[]): StoreChange =>
	node === undefined || isRead(kind, node)
		? {
				domain: isDomid(frontend) ? Number(frontend) : undefined,
				parts: kind === undefined ? devices : kind === 'vif' ? ['nics'] : ['disks'],
			}
		: nothing;

const ofNode = (
	domain: number,
	part: DomainPart,
	nodes: ReadonlySet<string>,
	node: string | undefined,
): StoreChange => (node === undefined || nodes.has(node) ? {domain, parts: [part]} : nothing);

const ofDomain = (domain: number, [folder, ...rest]: readonly string[]): StoreChange => {
	switch (folder) {
		case undefined:
			return {list: true, domain, parts: domainParts};
		case 'name':
		case 'vm':
			return {domain, parts: ['name']};
		case 'memory':
			return rest[0] === undefined
				? {domain, parts: ['memory', 'agent']}
				: rest[0] === 'meminfo'
					? {domain, parts: ['agent']}
					: ofNode(domain, 'memory', memoryNodes, rest[0]);
		case 'data':
			return ofNode(domain, 'agent', agentNodes, rest[0]);
		case 'device':
			return ofFrontend(domain, rest);
		case 'backend':
			return ofBackend(rest);
		default:
			return nothing;
	}
};

/** A removed folder is one event of the folder, so a path that ends early means all below it. */
export const changeOf = (path: string): StoreChange => {
	if (path.startsWith('@')) {
		return {list: true, parts: []};
	}

	const [, top, second, third, ...rest] = path.split('/');
	if (top === 'libxl') {
		const isDevice = third === undefined || third === 'device';
		return second === undefined
			? {parts: devices}
			: isDomid(second) && isDevice
				? ofFrontend(Number(second), rest)
				: nothing;
	}

	if (top === 'local' && (second === undefined || second === 'domain')) {
		return third === undefined
			? {list: true, parts: domainParts}
			: isDomid(third)
				? ofDomain(Number(third), rest)
				: nothing;
	}

	return nothing;
};
