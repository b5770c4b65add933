import {statSync} from 'node:fs';
import {basename, join} from 'node:path';
import {readFolder} from '../linux/read-file.ts';
import {readSocketInode} from '../linux/read-socket-inode.ts';
import {rooted} from '../linux/rooted.ts';
import {readUnixListeners} from '../linux/unix-listeners.ts';
import type {GuestSeat} from './guest-seat.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Every guest there is. */
export const seatsOfAll = (processes: readonly QemuProcess[]): readonly GuestSeat[] =>
	processes.map((process) => ({
		key: process.incarnation,
		process,
		sockets: process.monitors.sockets,
		reason: process.monitors.reason,
		isOptional: false,
	}));

/** Absent: nothing is there. The same file has the same identity by whatever path. */
const identityOf = (path: string): string | undefined => {
	try {
		const {dev, ino} = statSync(path);
		return `${dev}:${ino}`;
	} catch {
		return undefined;
	}
};

const isSocket = (path: string): boolean => {
	try {
		return statSync(path).isSocket();
	} catch {
		return false;
	}
};

/** The process whose monitor on this path is libvirt's, also where libvirt made the socket and handed it over. */
const libvirtOwner = (
	root: string,
	processes: readonly QemuProcess[],
	path: string,
): QemuProcess | undefined => {
	const inode = [...readUnixListeners(root)].find(([, bound]) => bound === path)?.[0];
	return processes.find(({pid, monitors}) =>
		monitors.ofLibvirt.some((monitor) =>
			typeof monitor === 'string'
				? monitor === path
				: inode !== undefined && readSocketInode(root, pid, monitor) === inode,
		),
	);
};

const seatsOf = (
	root: string,
	processes: readonly QemuProcess[],
	paths: readonly string[],
	isOptional: (path: string) => boolean,
): readonly GuestSeat[] => {
	const listeners = processes.flatMap((process) =>
		process.monitors.sockets.map((socket) => ({
			process,
			socket,
			identity: identityOf(rooted(root, socket.path)),
		})),
	);
	const ofProcesses = new Map<QemuProcess, MonitorSocket[]>();
	const unclaimed: GuestSeat[] = [];
	for (const path of paths) {
		const identity = identityOf(rooted(root, path));
		const found = listeners.find(
			({socket, identity: own}) => socket.path === path || (identity !== undefined && own === identity),
		);
		const owner = found ? undefined : libvirtOwner(root, processes, path);
		if (owner) {
			ofProcesses.set(owner, ofProcesses.get(owner) ?? []);
		} else if (found) {
			ofProcesses.set(found.process, [
				...(ofProcesses.get(found.process) ?? []),
				{path, bound: found.socket.bound},
			]);
		} else {
			unclaimed.push({
				key: `socket:${path}`,
				sockets: [{path, bound: path}],
				reason: '',
				isOptional: isOptional(path),
			});
		}
	}

	return [
		...[...ofProcesses].map(([process, sockets]) => ({
			key: process.incarnation,
			process,
			sockets,
			reason: process.monitors.reason,
			isOptional: false,
		})),
		...unclaimed,
	];
};

/** The guest behind one socket. */
export const seatOfSocket = (
	root: string,
	processes: readonly QemuProcess[],
	path: string,
): readonly GuestSeat[] => seatsOf(root, processes, [path], () => false);

/**
The guests whose sockets lie in a folder: where some are called `*.qmp` (Proxmox's /run/qemu-server, beside consoles
and agents) those, else every socket that turns out to speak QMP.
*/
export const seatsOfFolder = (
	root: string,
	processes: readonly QemuProcess[],
	folder: string,
): readonly GuestSeat[] => {
	const names = readFolder(rooted(root, folder));
	const sockets = ('value' in names ? names.value : [])
		.map((name) => join(folder, name))
		.filter((path) => isSocket(rooted(root, path)));
	const named = sockets.filter((path) => basename(path).endsWith('.qmp'));
	return seatsOf(root, processes, named.length > 0 ? named : sockets, (path) => !path.endsWith('.qmp'));
};
