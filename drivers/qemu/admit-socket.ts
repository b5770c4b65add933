import {stat} from 'node:fs/promises';
import {readLocalMounts} from '../linux/local-mounts.ts';
import {type PinnedPath, pinPath} from '../linux/pin-path.ts';
import {type ProcessUsers, readProcessStatus} from '../linux/process-status.ts';
import {readDescriptors} from '../linux/read-descriptors.ts';
import {rooted} from '../linux/rooted.ts';
import {bytesOf, readUnixTable} from '../linux/unix-table.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import type {GuestWorld} from './guest-world.ts';
import {isLibvirtPath, type MonitorSocket} from './monitor-sockets.ts';
import {isAlive, type QemuProcess} from './qemu-process.ts';
import {SocketRefusal} from './socket-refusal.ts';

type World = Pick<GuestWorld, 'root' | 'tables'>;
type Listener = Pick<QemuProcess, 'pid' | 'stat' | 'hasOtherMounts'>;

/** What the kernel says of a process and a path: `hidden`: its descriptors may not be seen. */
type Listening = 'yes' | 'no' | 'hidden';

/** Did root make this socket? Its file in sockfs has the user who made it. */
const isOfRoot = async (root: string, pid: number, descriptor: number): Promise<boolean> => {
	try {
		return (await stat(rooted(root, `/proc/${pid}/fd/${descriptor}`))).uid === 0;
	} catch {
		return false;
	}
};

/**
Does this very process hold a socket that listens under just this name? Rows of /proc/net/unix that a newline in another
path forges name inodes that the process does not hold, or that have two rows; only root can hold a socket of root's.
@param byRoot only a socket that root made counts. @throws ExhaustedError
*/
export const listensOn = async (
	{root, tables}: World,
	pid: number,
	bound: string,
	{byRoot = false, isOwnNamespace = true} = {},
): Promise<Listening> => {
	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors.refusal === 'absent' ? 'no' : 'hidden';
	}

	const {listeners} = isOwnNamespace
		? await tables.recent(1)
		: await readUnixTable(root, `/proc/${pid}/net/unix`);
	const name = bytesOf(bound);
	for (const [inode, descriptor] of descriptors.value.sockets) {
		if (listeners.get(inode) === name && (!byRoot || (await isOfRoot(root, pid, descriptor)))) {
			return 'yes';
		}
	}

	return 'no';
};

/** May a process of these users lead this program to a file that belongs to `owner`? */
const isAllowed = async (
	world: World,
	{pid, hasOtherMounts}: Listener,
	{effective, isOne}: ProcessUsers,
	{stats, isRootOnly}: PinnedPath,
	bound: string,
): Promise<boolean> => {
	const owner = stats.uid;
	if (owner !== 0) {
		return isOne && owner === effective;
	}

	if (effective === 0) {
		// A program that anybody may start as root, such as su, has any arguments that he likes, but no such socket.
		return isOne && (await listensOn(world, pid, bound, {isOwnNamespace: !hasOtherMounts})) !== 'no';
	}

	// As with -runas: root's QEMU made its socket before it became another user.
	return isRootOnly && !hasOtherMounts && (await listensOn(world, pid, bound, {byRoot: true})) === 'yes';
};

const anchorOf = ({root}: World, {pid, hasOtherMounts}: Listener): string =>
	hasOtherMounts ? rooted(root, `/proc/${pid}/root`) : rooted(root, '/');

/** Holds what a path leads to. @throws QmpFault, SocketRefusal, ExhaustedError */
const pinned = async ({root}: World, path: string, anchor: string, mounts: string): Promise<PinnedPath> => {
	const pin = await pinPath(path, {anchor, isLocal: readLocalMounts(root, mounts)});
	switch (pin) {
		case 'absent':
		case 'denied': {
			throw new QmpFault(pin, path);
		}

		case 'remote':
		case 'odd': {
			throw new SocketRefusal(pin);
		}

		case 'failed': {
			throw new SocketRefusal('odd');
		}

		default: {
			return pin;
		}
	}
};

/** Keeps a pin only where all that is asked of it holds. */
const checked = async (pin: PinnedPath, check: () => Promise<void>): Promise<PinnedPath> => {
	try {
		if (isLibvirtPath(pin.resolved)) {
			throw new SocketRefusal('libvirt');
		}

		if (!pin.stats.isSocket()) {
			throw new SocketRefusal('odd');
		}

		await check();
		return pin;
	} catch (error) {
		await pin.close();
		throw error;
	}
};

/**
The socket that a process names, held, so that what is connected to is what was looked at: any user may call a program
QEMU and give it any path, and this program may open more than he may. It must be his own, or one that root's QEMU made
before it became another user.
@throws QmpFault (`absent`, `denied`), SocketRefusal, ExhaustedError
*/
export const admitSocket = async (
	world: World,
	process: Listener,
	{path, bound}: Pick<MonitorSocket, 'path' | 'bound'>,
): Promise<PinnedPath> => {
	const {pid, hasOtherMounts} = process;
	const anchor = anchorOf(world, process);
	const pin = await pinned(
		world,
		path,
		anchor,
		hasOtherMounts ? `/proc/${pid}/mountinfo` : '/proc/self/mountinfo',
	);
	return checked(pin, async () => {
		const users = readProcessStatus(world.root, pid)?.users;
		if (pin.wasLink || users === undefined || !(await isAllowed(world, process, users, pin, bound))) {
			throw new SocketRefusal('foreign');
		}

		// Whatever was read under this pid was of this process only if it is there still.
		if (!isAlive(world.root, process)) {
			throw new QmpFault('absent', path);
		}
	});
};

/** The socket at a path that a person gave: theirs to choose, but libvirt's monitors are never opened. @throws the same */
export const admitPath = async (world: World, path: string): Promise<PinnedPath> => {
	const pin = await pinned(world, path, rooted(world.root, '/'), '/proc/self/mountinfo');
	return checked(pin, async () => {});
};
