import {existsSync} from 'node:fs';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {rooted} from '../../linux/rooted.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';

/** The folder of the system daemons' sockets: /run/libvirt, or /var/run/libvirt where only that is there. */
export const runFolder = (root: string): string =>
	['/run/libvirt', '/var/run/libvirt'].find((folder) => existsSync(rooted(root, folder))) ?? '/run/libvirt';

/** Drivers for which libvirt also has a daemon of their own (src/remote/remote_sockets.c; the units that libvirt ships). */
const withDaemon = new Set(['qemu', 'xen', 'lxc', 'vz', 'ch', 'bhyve', 'vbox']);

/** The daemon of one hypervisor driver alone, `virtqemud`. Undefined: only libvirtd, or virtproxyd for it, has that driver. */
export const modularDaemonOf = (driver: string): string | undefined =>
	withDaemon.has(driver) ? `virt${driver}d` : undefined;

/** Where to look for sockets. */
export type SocketPlaces = {
	/** `/`, or a captured tree. */
	readonly root: string;
	/** As $XDG_RUNTIME_DIR. Undefined: the user is root, who has no session. */
	readonly sessionFolder?: string | undefined;
	/** Why no socket in the session folder is used, as half a sentence. Undefined: its sockets are used. */
	readonly sessionDistrust?: string | undefined;
};

/**
Whether the daemon is this user's own, as for /session, and for the test driver of every user but root (remote_sockets.c,
remoteGetURIDaemonInfo).
*/
export const isOfSession = (
	{path, driver}: Pick<LibvirtTarget, 'path' | 'driver'>,
	{sessionFolder}: Pick<SocketPlaces, 'sessionFolder'>,
): boolean => sessionFolder !== undefined && (path === '/session' || driver === 'test');

/** The names of the sockets without their ends, of each of the two kinds of daemon. */
const daemonsOf = ({uri, driver, mode}: LibvirtTarget): readonly string[] => {
	const direct = modularDaemonOf(driver);
	if (mode === 'direct' && direct === undefined) {
		throw new DriverError(
			`${uri}: no daemon of libvirt is for ${driver} alone.`,
			'Leave mode=direct out; libvirtd has that driver.',
		);
	}

	return [
		...(mode === 'legacy' || direct === undefined ? [] : [direct]),
		...(mode === 'direct' ? [] : ['libvirt']),
	];
};

/**
The sockets that may lead to the hypervisor, the best first. The hypervisor's own daemon comes before libvirtd
(remote_sockets.c, remoteGetUNIXSocket). For reading, the read-only socket comes before the other: every user may open it,
and nothing can be changed over it. A session's daemon has one socket only.
@throws DriverError where the URI's mode and driver do not go together
*/
export const socketChoices = (
	target: LibvirtTarget,
	access: Access,
	places: SocketPlaces,
): readonly string[] => {
	const forAccess = (path: string): readonly string[] =>
		access === 'read-only' ? [`${path}-ro`, path] : [path];
	if (target.socket !== undefined) {
		return forAccess(target.socket);
	}

	const daemons = daemonsOf(target);
	return isOfSession(target, places)
		? daemons.map((daemon) => `${places.sessionFolder}/libvirt/${daemon}-sock`)
		: daemons.flatMap((daemon) => forAccess(`${runFolder(places.root)}/${daemon}-sock`));
};
