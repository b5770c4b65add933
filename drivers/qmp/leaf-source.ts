import {textLimits} from '../../source/text/clean-text.ts';
import {isRecord, type JsonRecord} from './json-value.ts';

/** Most nested nodes that are followed; QEMU's names have room for some 100 (PATH_MAX). */
const depthLimit = 128;

/** A node's option as text. Undefined: it has none. */
type Option = (key: string) => string | undefined;

/** The options below a key, whether QEMU nests them (`file: {…}`) or joins the keys (`server.path`). */
const below = (node: JsonRecord, key: string): JsonRecord | undefined => {
	const value = node[key];
	if (isRecord(value)) {
		return value;
	}

	const joined = Object.entries(node).filter(([name]) => name.startsWith(`${key}.`));
	return joined.length === 0
		? undefined
		: Object.fromEntries(joined.map(([name, inner]) => [name.slice(key.length + 1), inner]));
};

const optionsOf =
	(node: JsonRecord): Option =>
	(key) => {
		const value = node[key];
		return typeof value === 'string' && value !== ''
			? value
			: typeof value === 'number' || value === true
				? String(value)
				: undefined;
	};

const serverOf = (node: JsonRecord): JsonRecord => {
	const server = node.server;
	const first = Array.isArray(server) ? (server[0] as unknown) : (below(node, 'server') ?? node);
	return isRecord(first) ? (below(first, '0') ?? first) : node;
};

/** Undefined: no host is named. */
const addressOf = (server: Option, port = server('port')): string | undefined => {
	const host = server('host');
	return host === undefined ? undefined : port === undefined ? host : `${host}:${port}`;
};

const text = (before: string, value: string | undefined, after = ''): string =>
	value === undefined ? '' : `${before}${value}${after}`;

const remoteFile = (node: JsonRecord, scheme: string): string | undefined => {
	const [own, server] = [optionsOf(node), optionsOf(serverOf(node))];
	const address = addressOf(server);
	return (
		address && `${scheme}://${text('', own('user') ?? server('user'), '@')}${address}${own('path') ?? ''}`
	);
};

const nbd = (node: JsonRecord): string | undefined => {
	const [own, server] = [optionsOf(node), optionsOf(serverOf(node))];
	const name = own('export');
	const socket = server('path');
	if (socket !== undefined) {
		return `nbd+unix://${text('/', name)}?socket=${socket}`;
	}

	const cid = server('cid');
	const address = cid === undefined ? addressOf(server) : `${cid}${text(':', server('port'))}`;
	return address && `nbd${cid === undefined ? '' : '+vsock'}://${address}${text('/', name)}`;
};

const gluster = (node: JsonRecord): string | undefined => {
	const [own, server] = [optionsOf(node), optionsOf(serverOf(node))];
	const volume = own('volume');
	const place = `${volume}/${(own('path') ?? '').replace(/^\/+/, '')}`;
	const socket = server('path');
	if (volume === undefined) {
		return undefined;
	}

	return server('type') === 'unix' && socket !== undefined
		? `gluster+unix:///${place}?socket=${socket}`
		: `gluster://${addressOf(server) ?? ''}/${place}`;
};

const rbd = (node: JsonRecord): string | undefined => {
	const own = optionsOf(node);
	const [pool, image] = [own('pool'), own('image')];
	return (
		pool && image && `rbd:${pool}/${text('', own('namespace'), '/')}${image}${text('@', own('snapshot'))}`
	);
};

const iscsi = (node: JsonRecord): string | undefined => {
	const own = optionsOf(node);
	const [portal, target] = [own('portal'), own('target')];
	const scheme = own('transport') === 'iser' ? 'iser' : 'iscsi';
	return portal && target && `${scheme}://${portal}/${target}/${own('lun') ?? '0'}`;
};

const vvfat = (node: JsonRecord): string | undefined => {
	const own = optionsOf(node);
	return (
		text(`fat:${text('', own('floppy') && 'floppy:')}${text('', own('rw') && 'rw:')}`, own('dir')) ||
		undefined
	);
};

const nvme = (node: JsonRecord): string | undefined => {
	const own = optionsOf(node);
	return text('nvme://', own('device'), text('/', own('namespace'))) || undefined;
};

/**
How QEMU names what a protocol driver opens, in the syntax of the driver's own filenames (block/nbd.c,
nbd_refresh_filename, and the like; docs/system/device-url-syntax).
*/
const named: Readonly<Record<string, (node: JsonRecord) => string | undefined>> = {
	nbd,
	gluster,
	rbd,
	iscsi,
	vvfat,
	nvme,
	nfs: (node) => {
		const [own, server] = [optionsOf(node), optionsOf(serverOf(node))];
		return text('nfs://', addressOf(server, undefined), own('path'));
	},
	ssh: (node) => remoteFile(node, 'ssh'),
	'null-co': () => 'null-co://',
	'null-aio': () => 'null-aio://',
};

/** Keys under which other drivers name what they open: local files and devices, HTTP, libblkio. */
const nameKeys = ['filename', 'url', 'path', 'device', 'vdi', 'vdisk-id'];

const protocolName = (node: JsonRecord): string | undefined => {
	const own = optionsOf(node);
	const driver = own('driver') ?? '';
	const special = Object.hasOwn(named, driver) ? named[driver]?.(node) : undefined;
	return special || nameKeys.map(own).find((name) => name !== undefined) || own('driver');
};

/**
Keys of the node where a node's data comes from: a filter's or a format's file. blkdebug calls it image, blkverify test.
*/
const childKeys = ['file', 'image', 'test', 'raw', 'backing'];

const leavesOf = (node: JsonRecord, depth: number): readonly string[] => {
	if (depth > depthLimit) {
		return [];
	}

	const {children} = node;
	if (Array.isArray(children)) {
		return children.filter(isRecord).flatMap((child) => leavesOf(child, depth + 1));
	}

	const child = childKeys.map((key) => below(node, key)).find((inner) => inner !== undefined);
	if (child) {
		return leavesOf(child, depth + 1);
	}

	const name = protocolName(node);
	const leaf = name === undefined ? undefined : leafSource(name, depth + 1);
	return leaf === undefined ? [] : [leaf];
};

/**
Names what a node leads to, as QEMU would name it if no node were above it. QEMU spells a chain that has no plain name
`json:{…}`, with its filters and formats. The several nodes of a quorum are joined by commas.

@param name as query-block gives it. @returns undefined: the name is cut, which QEMU does at PATH_MAX, or names nothing.
*/
export const leafSource = (name: string, depth = 0): string | undefined => {
	// blkdebug puts its settings' file first, which may be empty. blkverify puts the reference before the tested node
	// (block/blkdebug.c, blkverify.c).
	const filtered = /^(?:blkdebug:[^:]*|blkverify:[^:]+):(.+)$/s.exec(name)?.[1];
	if (filtered !== undefined && depth < depthLimit) {
		return leafSource(filtered, depth + 1);
	}

	if (!name.startsWith('json:')) {
		return name;
	}

	if (name.length > textLimits.path || depth > depthLimit) {
		return undefined;
	}

	try {
		const node: unknown = JSON.parse(name.slice('json:'.length));
		return (isRecord(node) && leavesOf(node, depth + 1).join(', ')) || undefined;
	} catch {
		return undefined;
	}
};
