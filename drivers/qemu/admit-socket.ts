import {ownMounts, readLocalMounts} from '../linux/local-mounts.ts';
import {type PinnedPath, pinPath} from '../linux/pin-path.ts';
import {type ProcessUsers, readProcessStatus} from '../linux/process-status.ts';
import {rooted} from '../linux/rooted.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import type {GuestContext} from './context.ts';
import {isLibvirtPath, type MonitorSocket} from './monitor-sockets.ts';
import {listensOn} from './own-sockets.ts';
import {isAlive, type QemuProcess} from './qemu-process.ts';
import {anchorOf, isSetuid, mountsOf} from './seen-by-process.ts';
import {SocketRefusal} from './socket-refusal.ts';

type World = Pick<GuestContext, 'root' | 'tables' | 'isOwn'>;
type Listener = Pick<QemuProcess, 'pid' | 'stat' | 'users' | 'hasOtherMounts' | 'hasOtherNetwork'>;

/**
Whether a process of these users may lead this program to this file.
@throws QmpFault `denied` where the kernel does not show whether root's QEMU made the socket
*/
const isAllowed = async (
	world: World,
	process: Listener,
	{effective, isOne}: ProcessUsers,
	{stats, isRootOnly, isLed}: PinnedPath,
	bound: string,
): Promise<boolean> => {
	const {users: before, hasOtherMounts} = process;
	const owner = stats.uid;
	if (owner === effective && owner !== 0) {
		// A process that was another user's when its arguments were read may be another program by now.
		return isOne && before?.effective === effective;
	}

	if (owner !== 0 || !isOne) {
		return false;
	}

	if (effective !== 0) {
		// As with -runas: root's QEMU made its socket before it became another user.
		const listening =
			isRootOnly && !hasOtherMounts ? await listensOn(world, process, bound, {byRoot: true}) : 'no';
		if (listening === 'hidden') {
			throw new QmpFault('denied', bound);
		}

		return listening === 'yes';
	}

	if (before?.effective !== 0 || isLed || (await isSetuid(world.root, process)) === true) {
		return false;
	}

	return (await listensOn(world, process, bound)) !== 'no';
};

/** Pins the file that a path leads to. @throws QmpFault, SocketRefusal, ExhaustedError */
const pinned = async (
	{root, isOwn}: World,
	path: string,
	anchor: string,
	mounts: string,
): Promise<PinnedPath> => {
	const pin = await pinPath(path, {anchor, mounts: await readLocalMounts(root, mounts), isTrusted: isOwn});
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

/** Keeps a pin only if its file passes all checks; else closes the pin and throws. */
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
Pins the socket that a process names, so that this program connects to the very file that it checked. Any user may call
a program QEMU and give it any path, and this program may open more than that user may. The socket must be that user's
own, or a socket that root's QEMU made before QEMU became another user.
@throws QmpFault (`absent`, `denied`), SocketRefusal, ExhaustedError
*/
export const admitSocket = async (
	world: World,
	process: Listener,
	{path, bound}: Pick<MonitorSocket, 'path' | 'bound'>,
): Promise<PinnedPath> => {
	const pin = await pinned(world, path, anchorOf(world.root, process), mountsOf(process));
	return checked(pin, async () => {
		const users = readProcessStatus(world.root, process.pid)?.users;
		if (pin.wasLink || users === undefined || !(await isAllowed(world, process, users, pin, bound))) {
			throw new SocketRefusal('foreign');
		}

		// What was read under this pid is of this process only if the process still runs.
		if (!isAlive(world.root, process)) {
			throw new QmpFault('absent', path);
		}
	});
};

/**
Pins the socket at a path that a person gave. The person may choose any socket, but not through another user's link.
Monitors of libvirt are never opened. @throws QmpFault (`absent`, `denied`), SocketRefusal, ExhaustedError
*/
export const admitPath = async (world: World, path: string): Promise<PinnedPath> => {
	const pin = await pinned(world, path, rooted(world.root, '/'), ownMounts);
	return checked(pin, async () => {
		if (pin.isLed) {
			throw new SocketRefusal('led', pin.resolved);
		}
	});
};
