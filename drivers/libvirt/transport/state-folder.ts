import {dirname} from 'node:path';
import {rooted} from '../../linux/rooted.ts';
import type {LibvirtTarget} from './libvirt-target.ts';
import {isOfSession, runFolder, type SocketPlaces} from './socket-choices.ts';

/**
Where a daemon of this machine keeps the pid files of its QEMU guests, below the root: beside its sockets, in `qemu`, and
that of a user's session in `qemu/run` (qemu_conf.c, virQEMUDriverConfigNew). Absent: it is on another machine.
*/
export const stateFolder = (target: LibvirtTarget, places: SocketPlaces): string | undefined => {
	if (target.transport !== 'unix') {
		return undefined;
	}

	const isSession = isOfSession(target, places);
	const run =
		target.socket !== undefined
			? dirname(target.socket)
			: isSession
				? `${places.sessionFolder}/libvirt`
				: runFolder(places.root);
	return rooted(places.root, `${run}/${target.path === '/session' ? 'qemu/run' : 'qemu'}`);
};
