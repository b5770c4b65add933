import type {DriverOptions} from '../../source/driver/driver.ts';
import {openRemote} from './calls/open-remote.ts';
import type {Remote} from './calls/remote.ts';
import type {Access, LibvirtTarget} from './transport/libvirt-target.ts';
import {openByteStream} from './transport/open-byte-stream.ts';
import {openTimeoutSeconds} from './transport/open-timeout.ts';

export type DaemonAccess = {
	readonly access: Access;
	/** Whether a person is at the terminal, whom ssh may ask. */
	readonly attended: boolean;
};

/** Reaches a libvirt daemon and opens the hypervisor there. @throws DriverError */
export const openDaemon = async (
	target: LibvirtTarget,
	{access, attended}: DaemonAccess,
	options: DriverOptions,
	signal: AbortSignal,
): Promise<Remote> => {
	const link = await openByteStream(target, {access, attended, options, signal});
	return openRemote(link, {
		name: target.name,
		readOnly: access === 'read-only',
		clock: options.clock,
		deadline: openTimeoutSeconds(target, attended),
		signal,
	});
};
