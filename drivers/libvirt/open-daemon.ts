import type {DriverOptions} from '../../source/driver/driver.ts';
import {openRemote} from './remote/open-remote.ts';
import type {Remote} from './remote/remote.ts';
import type {Access, LibvirtTarget} from './transport/libvirt-target.ts';
import {openByteLink} from './transport/open-byte-link.ts';
import {openingPatience} from './transport/opening-patience.ts';

export type DaemonAccess = {
	readonly access: Access;
	/** Somebody is at the terminal, whom ssh may ask. */
	readonly attended: boolean;
};

/** Reaches a libvirt daemon and opens the hypervisor there. @throws DriverError */
export const openDaemon = async (
	target: LibvirtTarget,
	{access, attended}: DaemonAccess,
	options: DriverOptions,
	signal: AbortSignal,
): Promise<Remote> => {
	const link = await openByteLink(target, {access, attended, options, signal});
	return openRemote(link, {
		name: target.name,
		readOnly: access === 'read-only',
		clock: options.clock,
		deadline: openingPatience(target, attended),
		signal,
	});
};
