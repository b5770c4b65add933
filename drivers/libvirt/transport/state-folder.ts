import {dirname} from 'node:path';
import {rooted} from '../../linux/rooted.ts';
import type {LibvirtTarget} from './libvirt-target.ts';
import {isOfSession, runFolder, type SocketPlaces} from './socket-choices.ts';

/**
Where a daemon of this machine keeps the pid files of its QEMU domains, below the root. The folder is `qemu` beside the
daemon's sockets, and `qemu/run` for a user's session (qemu_conf.c, virQEMUDriverConfigNew). Undefined: the daemon is on
another machine.
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
