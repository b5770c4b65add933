import {isAbsolute, join, normalize} from 'node:path';
import type {Configuration} from './configuration.ts';
import {reasons} from './mapping/reasons.ts';
import {type OptionText, parseOptionText} from './option-text.ts';

/** A QMP socket that QEMU listens on. */
export type MonitorSocket = {
	/** Absolute, as its process sees the tree of files, without `.`, `..` and doubled slashes. */
	readonly path: string;
	/** As QEMU bound it, which is how /proc/net/unix spells the path. */
	readonly bound: string;
	/** wait=on: QEMU goes no further before its first client comes, so a mere look would start the domain. */
	readonly waits: boolean;
};

/** The QMP monitors of one QEMU. */
export type MonitorSockets = {
	/** Sockets that may be opened: of -mon, of -object, of -qmp, of -qmp-pretty. */
	readonly sockets: readonly MonitorSocket[];
	/** Why there is no socket that may be opened. */
	readonly reason: string;
	/** Monitors of libvirt, which are never opened: by path, or by the descriptor that was handed over. */
	readonly ofLibvirt: readonly (string | number)[];
};

/** What the configuration alone does not say of a process. */
export type MonitorPlace = {
	/** The process's working folder, where a relative path begins. Undefined: we may not look. */
	readonly folder: string | undefined;
	/** The path of a socket that was handed over by its descriptor. Undefined: none, or we may not look. */
	readonly pathOf: (descriptor: number) => string | undefined;
};

/** Most monitors looked at; a domain has one or two. */
const monitorLimit = 64;

/**
Whether a path lies in a folder of libvirt, of the system or of a user's session: all that libvirt makes for a domain
lies there. The spelling of the path does not matter. But where links are on the way, ask with the path that they lead
to.
*/
export const isLibvirtPath = (path: string): boolean => normalize(path).includes('/libvirt/qemu/');

type Device = {readonly id: string; readonly options: OptionText};

/** A key of the plain syntax, which in JSON may lie in `addr`, `backend.data.addr.data` and the like. */
const option = ({options}: Device, key: string): string | undefined =>
	options.get(key) ?? [...options].find(([name]) => name.endsWith(`.${key}`))?.[1];

/** The device syntax of -qmp and -monitor (`unix:/run/a.sock,server=on`). Undefined: neither a socket nor a chardev. */
const compatibleDevice = (text: string, chardevs: ReadonlyMap<string, Device>): Device | undefined => {
	const [, kind = '', rest = ''] = /^(chardev|unix|tcp|telnet|websocket):(.*)$/s.exec(text) ?? [];
	if (kind === 'chardev') {
		return chardevs.get(rest);
	}

	return kind === ''
		? undefined
		: {id: '', options: parseOptionText(rest, kind === 'unix' ? 'path' : 'host')};
};

const controlDevices = ({all, commandLine}: Configuration): readonly Device[] => {
	const chardevs = new Map(
		all('chardev').map((options) => {
			const id = options.get('id') ?? '';
			return [id, {id, options}] as const;
		}),
	);
	const ofMonitors = all('mon').filter((options) => options.get('mode') === 'control');
	const ofObjects = all('object').filter((options) => options.get('qom-type') === 'monitor-qmp');
	return [
		...[...ofMonitors, ...ofObjects].map((options) => chardevs.get(options.get('chardev') ?? '')),
		...[...commandLine.values('qmp'), ...commandLine.values('qmp-pretty')].map((text) =>
			compatibleDevice(text, chardevs),
		),
	]
		.filter((device) => device !== undefined)
		.slice(0, monitorLimit);
};

const descriptorOf = (device: Device): number | undefined => {
	const text = option(device, 'fd') ?? option(device, 'str');
	return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
};

const on = new Set(['on', 'yes', 'true', 'y']);

const atPath = (path: string, folder: string | undefined, waits: boolean): MonitorSocket | string => {
	if (isAbsolute(path)) {
		return {path: normalize(path), bound: path, waits};
	}

	return folder === undefined ? reasons.permissionDenied : {path: join(folder, path), bound: path, waits};
};

/**
A socket, or the reason why it cannot be used. Undefined: there is nothing to report (stdio, or QEMU itself connects).
*/
const resolve = (device: Device, place: MonitorPlace): MonitorSocket | string | undefined => {
	const path = option(device, 'path');
	if (device.id === 'charmonitor' || (path !== undefined && isLibvirtPath(path))) {
		return reasons.belongsToLibvirt;
	}

	const isJson = device.options.size > 0 && [...device.options.keys()].some((key) => key.includes('.'));
	// The default of `wait` for a server is on, but in JSON it is off (qapi/char.json, chardev/char-socket.c).
	const waits = on.has(option(device, 'wait') ?? (isJson ? 'off' : 'on'));
	const descriptor = descriptorOf(device);
	if (descriptor !== undefined) {
		const handedOver = place.pathOf(descriptor);
		return handedOver === undefined
			? reasons.handedOver
			: isLibvirtPath(handedOver)
				? reasons.belongsToLibvirt
				: atPath(handedOver, place.folder, waits);
	}

	if (!on.has(option(device, 'server') ?? (isJson ? 'on' : 'off'))) {
		return undefined;
	}

	if (path === undefined) {
		return option(device, 'port') === undefined && option(device, 'host') === undefined
			? undefined
			: reasons.onTcp;
	}

	if (on.has(option(device, 'abstract') ?? 'off')) {
		return reasons.onAbstractSocket;
	}

	return atPath(path, place.folder, waits);
};

/**
Finds where QMP of this QEMU can be reached: -qmp, -qmp-pretty, -mon with mode=control and its -chardev, -object
monitor-qmp.
*/
export const findMonitorSockets = (configuration: Configuration, place: MonitorPlace): MonitorSockets => {
	const found = controlDevices(configuration).map((device) => ({device, result: resolve(device, place)}));
	const results = found.map(({result}) => result);
	const refusals = results.filter((result) => typeof result === 'string');
	return {
		sockets: results.filter((result) => typeof result === 'object'),
		reason: refusals.includes(reasons.belongsToLibvirt)
			? reasons.belongsToLibvirt
			: (refusals[0] ?? configuration.unread ?? reasons.noQmpSocket),
		ofLibvirt: found
			.filter(({result}) => result === reasons.belongsToLibvirt)
			.flatMap(({device}) => option(device, 'path') ?? descriptorOf(device) ?? []),
	};
};
