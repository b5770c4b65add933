import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {remoteCommand} from './remote-command.ts';
import {isOfSession} from './socket-choices.ts';

/**
What connects ssh to the socket over there, as libvirt chooses where the URI does not say (remote_driver.c, doRemoteOpen):
an explicit socket only netcat takes, and of a session only virt-ssh-helper knows where the far user's socket is.
*/
export const farProxy = (
	{proxy, netcat, socket}: LibvirtTarget,
	isOfSession: boolean,
): 'auto' | 'native' | 'netcat' => {
	if (netcat !== undefined) {
		return 'netcat';
	}

	return proxy ?? (socket !== undefined ? 'netcat' : isOfSession ? 'native' : 'auto');
};

/** Seconds for the TCP connection, where nobody is there to break it off. */
const connectTimeoutSeconds = 15;

/**
Where netcat looks over there: libvirtd's own socket, as which daemons run cannot be looked up from here, under /var/run,
which every system has. In a session, as far as libvirt guesses, where it would be here (remote_sockets.c).
*/
const farSocket = (access: Access, sessionFolder: string | undefined): string =>
	sessionFolder === undefined
		? `/var/run/libvirt/libvirt-sock${access === 'read-only' ? '-ro' : ''}`
		: `${sessionFolder}/libvirt/libvirt-sock`;

const farCommand = (target: LibvirtTarget, access: Access, sessionFolder: string | undefined): string => {
	const isSession = isOfSession(target, {sessionFolder});
	return remoteCommand(target, access, {
		proxy: farProxy(target, isSession),
		socket: target.socket ?? farSocket(access, isSession ? sessionFolder : undefined),
	});
};

/**
The arguments of ssh, as virsh gives them (virnetsocket.c, virNetSocketNewConnectSSH; captured from virsh 9.0.0).
@param attended somebody may be asked; otherwise ssh asks nothing and gives up in time.
@param sessionFolder of this user; absent: root's, who has none.
*/
export const sshArguments = (
	target: LibvirtTarget,
	{
		access,
		attended,
		sessionFolder,
	}: {readonly access: Access; readonly attended: boolean; readonly sessionFolder?: string | undefined},
): readonly string[] => [
	...(target.port === undefined ? [] : ['-p', String(target.port)]),
	...(target.user === undefined ? [] : ['-l', target.user]),
	...(target.keyfile === undefined ? [] : ['-i', target.keyfile]),
	...['-T', '-e', 'none'],
	...(target.noTty || !attended ? ['-o', 'BatchMode=yes'] : []),
	...(target.noVerify ? ['-o', 'StrictHostKeyChecking=no'] : []),
	...(attended ? [] : ['-o', `ConnectTimeout=${connectTimeoutSeconds}`]),
	...['--', target.host ?? 'localhost'],
	farCommand(target, access, sessionFolder),
];
