import type {DriverOptions} from '../../../source/driver/driver.ts';
import type {ByteStream} from './byte-stream.ts';
import {chooseSocket} from './choose-socket.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {mayAskAtTerminal, openTimeoutSeconds} from './open-timeout.ts';
import {openSshStream} from './ssh-stream.ts';
import {openUnixStream} from './unix-stream.ts';

export type OpenStreamRequest = {
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
shows in libvirt's first answer, for which `openTimeoutSeconds` says how long to wait.
@throws DriverError, or the signal's reason.
*/
export const openByteStream = async (
	target: LibvirtTarget,
	{access, attended, options, signal}: OpenStreamRequest,
): Promise<ByteStream> => {
	signal.throwIfAborted();
	if (target.transport === 'ssh') {
		return openSshStream(target, access, attended && mayAskAtTerminal(target), options);
	}

	const path = chooseSocket(target, access, options);
	return openUnixStream(path, {clock: options.clock, signal, deadline: openTimeoutSeconds(target, false)});
};
