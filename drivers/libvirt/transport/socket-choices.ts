import {existsSync} from 'node:fs';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {rooted} from '../../linux/rooted.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';

/** Where the system's daemons have their sockets: /run/libvirt, or /var/run/libvirt where only that is there. */
export const runFolder = (root: string): string =>
	['/run/libvirt', '/var/run/libvirt'].find((folder) => existsSync(rooted(root, folder))) ?? '/run/libvirt';

/** Drivers that libvirt also runs as a daemon each (src/remote/remote_sockets.c; the units libvirt ships). */
const withDaemon = new Set(['qemu', 'xen', 'lxc', 'vz', 'ch', 'bhyve', 'vbox']);

/** The daemon of one hypervisor driver alone, `virtqemud`; absent: only libvirtd, or virtproxyd for it, has that driver. */
export const modularDaemonOf = (driver: string): string | undefined =>
	withDaemon.has(driver) ? `virt${driver}d` : undefined;

/** Where sockets are looked for. */
export type SocketPlaces = {
	/** `/`, or a captured tree. */
	readonly root: string;
	/** As $XDG_RUNTIME_DIR; absent: root's, who has no session of his own. */
	readonly sessionFolder?: string | undefined;
	/** Why nothing in it is used, as half a sentence; absent: it is. */
	readonly sessionDistrust?: string | undefined;
};

/** Is it a daemon of this user, as for /session and the test driver of anybody but root (remote_sockets.c, remoteGetURIDaemonInfo)? */
export const isOfSession = (
	{path, driver}: Pick<LibvirtTarget, 'path' | 'driver'>,
	{sessionFolder}: Pick<SocketPlaces, 'sessionFolder'>,
): boolean => sessionFolder !== undefined && (path === '/session' || driver === 'test');

/** Of each of the two kinds of daemon, its socket's name without the end. */
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
The sockets that may lead there, the best first: the hypervisor's own daemon before libvirtd (remote_sockets.c,
remoteGetUNIXSocket), and to read, the socket on which nothing can be changed and that everybody may open before the other.
A session's daemon has one socket only.
@throws DriverError where the URI's mode and driver do not go together.
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
