import type {DriverOptions} from '../../../source/driver/driver.ts';
import type {ByteLink} from './byte-link.ts';
import {chooseSocket} from './choose-socket.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {mayAskAtTerminal, openingPatience} from './opening-patience.ts';
import {openSshLink} from './ssh-link.ts';
import {openUnixLink} from './unix-link.ts';

export type OpenLinkRequest = {
	/** Which of the daemon's sockets, where it has two. */
	readonly access: Access;
	/** Somebody is at the terminal and may be asked. */
	readonly attended: boolean;
	readonly options: Pick<DriverOptions, 'root' | 'clock' | 'spawn' | 'sessionFolder' | 'sessionDistrust'>;
	/** Gives up opening; an open link is ended by its `close` alone. */
	readonly signal: AbortSignal;
};

/**
Opens a stream to a libvirt daemon. Of a unix socket it stands then. Of ssh the child was started: whether it gets through
shows in libvirt's first answer, for which `openingPatience` says how long to wait.
@throws DriverError, or the signal's reason.
*/
export const openByteLink = async (
	target: LibvirtTarget,
	{access, attended, options, signal}: OpenLinkRequest,
): Promise<ByteLink> => {
	signal.throwIfAborted();
	if (target.transport === 'ssh') {
		return openSshLink(target, access, attended && mayAskAtTerminal(target), options);
	}

	const path = chooseSocket(target, access, options);
	return openUnixLink(path, {clock: options.clock, signal, deadline: openingPatience(target, false)});
};
