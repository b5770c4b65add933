import {normalize} from 'node:path';
import {grouped} from '../../source/model/collections.ts';
import {readSocketInode} from '../linux/read-socket-inode.ts';
import {bytesOf} from '../linux/unix-table.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {admitSocket} from './admit-socket.ts';
import type {GuestContext} from './context.ts';
import {readGivenPath} from './given-path.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import {listensOn} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import {SocketRefusal} from './socket-refusal.ts';

type World = Pick<GuestContext, 'root' | 'clock' | 'tables' | 'isOwn'>;

/** The process that owns a given socket. Without `socket`: a monitor of libvirt, which is never opened. */
export type SocketOwner = {readonly process: QemuProcess; readonly socket?: MonitorSocket | undefined};

/** User id of the socket's file, where no process may say that the socket is its own. Undefined: not known. */
export type UnclaimedSocket = {readonly user: number | undefined};

/** Finds the owner of the socket at each path that a person gave, among the processes of now. */
export type SocketOwners = (
	processes: readonly QemuProcess[],
) => Promise<(path: string) => Promise<SocketOwner | UnclaimedSocket>>;

/** Seconds after which the owner of an unclaimed socket is looked for again. */
const retrySeconds = 5;

/** Most paths remembered: names in a folder come and go. */
const knownLimit = 8192;

type Named = SocketOwner & {readonly name: string};

/** Every name of a monitor in this program's tree of files. */
const namesOf = (processes: readonly QemuProcess[]): readonly Named[] =>
	processes
		.filter(({hasOtherMounts}) => !hasOtherMounts)
		.flatMap((process) =>
			process.monitors.sockets.map((socket) => ({process, socket, name: bytesOf(socket.path)})),
		);

/** Libvirt's monitors, also where libvirt made the socket and handed it over. */
const libvirtNames = async (
	{root, tables}: World,
	processes: readonly QemuProcess[],
): Promise<readonly Named[]> => {
	const concerned = processes.filter(({monitors}) => monitors.ofLibvirt.length > 0);
	if (concerned.length === 0) {
		return [];
	}

	const {listeners} = await tables.recent(1);
	return concerned.flatMap((process) =>
		process.monitors.ofLibvirt.map((monitor) => ({
			process,
			name:
				typeof monitor === 'string'
					? bytesOf(normalize(monitor))
					: (listeners.get(readSocketInode(root, process.pid, monitor) ?? '') ?? ''),
		})),
	);
};

/** Whether the socket belongs to this process and this process listens there: any process may name any path. */
const isProven = async (world: World, {process, socket}: SocketOwner): Promise<boolean> => {
	if (!socket) {
		return true;
	}

	try {
		await (await admitSocket(world, process, socket)).close();
		return (await listensOn(world, process, socket.bound)) !== 'no';
	} catch (error) {
		if (error instanceof QmpFault || error instanceof SocketRefusal) {
			return false;
		}

		throw error;
	}
};

/** Remembers the owner of a path while the owner's process runs. */
export const createSocketOwners = (world: World): SocketOwners => {
	const known = new Map<string, SocketOwner | (UnclaimedSocket & {readonly triedAt: number})>();

	const find = async (candidates: ReadonlyMap<string, readonly Named[]>, path: string) => {
		const given = await readGivenPath(world, path);
		const names = new Set([normalize(path), ...('resolved' in given ? [given.resolved] : [])].map(bytesOf));
		for (const owner of [...names].flatMap((name) => candidates.get(name) ?? [])) {
			if (await isProven(world, owner)) {
				return owner;
			}
		}

		return {user: 'user' in given ? given.user : undefined, triedAt: world.clock.monotonic()};
	};

	return async (processes) => {
		const byIncarnation = new Map(processes.map((process) => [process.incarnation, process]));
		const all = [...(await libvirtNames(world, processes)), ...namesOf(processes)];
		const candidates = grouped(all, ({name}) => name);
		return async (path) => {
			const before = known.get(path);
			if (before && 'triedAt' in before) {
				if (world.clock.monotonic() - before.triedAt < retrySeconds) {
					return before;
				}
			} else if (before) {
				const process = byIncarnation.get(before.process.incarnation);
				if (process) {
					return {process, socket: before.socket};
				}
			}

			const owner = await find(candidates, path);
			if (known.size >= knownLimit) {
				known.clear();
			}

			known.set(path, owner);
			return owner;
		};
	};
};
