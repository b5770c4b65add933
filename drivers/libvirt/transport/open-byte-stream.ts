import type {DriverOptions} from '../../../source/driver/driver.ts';
import type {ByteStream} from './byte-stream.ts';
import {chooseSocket} from './choose-socket.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {mayAskAtTerminal, openTimeoutSeconds} from './open-timeout.ts';
import {openSshStream} from './ssh-stream.ts';
import {openUnixStream} from './unix-stream.ts';

export type OpenStreamRequest = {
	/** Which of the daemon's sockets to open, where it has two. */
	readonly access: Access;
	/** Whether a person is at the terminal and may be asked. */
	readonly attended: boolean;
	readonly options: Pick<DriverOptions, 'root' | 'clock' | 'spawn' | 'sessionFolder' | 'sessionDistrust'>;
	/** Gives up opening. Only `close` ends an open stream. */
	readonly signal: AbortSignal;
};

/**
Opens a stream to a libvirt daemon. A unix socket is connected then. For ssh, only the child was started. libvirt's first
answer shows whether ssh gets through; `openTimeoutSeconds` says how long to wait for it.
@throws DriverError, or the signal's reason
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
