import {basename} from 'node:path';
import type {MonitorAddress} from './monitor-address.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import type {SocketOwners} from './socket-owners.ts';

/** The key of an address. The key changes once the configuration could be read, which shows where the domain is reached. */
const keyOf = ({incarnation, unread = '', monitors}: QemuProcess): string =>
	[incarnation, ...monitors.sockets.map(({bound}) => bound), unread].join(' ');

/** The addresses of all domains. */
export const monitorAddressesOfAll = (processes: readonly QemuProcess[]): readonly MonitorAddress[] =>
	processes.map((process) => ({
		key: keyOf(process),
		process,
		sockets: process.monitors.sockets,
		reason: process.monitors.reason,
		user: process.users?.effective,
		isGiven: false,
		isOptional: false,
	}));

/** The addresses of the domains behind some paths. @param isOptional whether a path's socket is perhaps no QMP socket. */
export const monitorAddressesOf = async (
	owners: SocketOwners,
	processes: readonly QemuProcess[],
	paths: readonly string[],
	isOptional: (path: string) => boolean,
): Promise<readonly MonitorAddress[]> => {
	const ofProcesses = new Map<QemuProcess, MonitorSocket[]>();
	const unclaimed: MonitorAddress[] = [];
	const ownerOf = await owners(processes);
	for (const path of paths) {
		const owner = await ownerOf(path);
		if (owner && 'process' in owner) {
			const sockets = ofProcesses.get(owner.process) ?? [];
			ofProcesses.set(owner.process, owner.socket ? [...sockets, {...owner.socket, path}] : sockets);
		} else {
			unclaimed.push({
				key: `socket:${path}`,
				sockets: [{path, bound: path, waits: false}],
				reason: '',
				user: owner?.user,
				isGiven: true,
				isOptional: isOptional(path),
			});
		}
	}

	return [
		...[...ofProcesses].map(([process, sockets]) => ({
			key: keyOf(process),
			process,
			sockets,
			reason: process.monitors.reason,
			user: process.users?.effective,
			isGiven: true,
			isOptional: false,
		})),
		...unclaimed,
	];
};

/**
Chooses the sockets of a folder that are asked. If some are called `*.qmp` (Proxmox's /run/qemu-server, beside consoles
and agents), only these sockets are asked. Else every socket that turns out to speak QMP is asked.
*/
export const qmpSocketsOf = (sockets: readonly string[]): readonly string[] => {
	const named = sockets.filter((path) => basename(path).endsWith('.qmp'));
	return named.length > 0 ? named : sockets;
};
