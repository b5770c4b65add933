import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {remoteCommand} from './remote-command.ts';
import {isOfSession} from './socket-choices.ts';

/**
What connects ssh to the far socket. Where the URI does not say, the choice is libvirt's (remote_driver.c, doRemoteOpen). Only
netcat takes an explicit socket. Only virt-ssh-helper knows where the socket of the far user's session is.
*/
const farProxy = (
	{proxy, netcat, socket}: LibvirtTarget,
	isOfSession: boolean,
): 'auto' | 'native' | 'netcat' => {
	if (netcat !== undefined) {
		return 'netcat';
	}

	return proxy ?? (socket !== undefined ? 'netcat' : isOfSession ? 'native' : 'auto');
};

/** Seconds for the TCP connection, where no person is at the terminal to break it off. */
const connectTimeoutSeconds = 15;

/**
The far socket that netcat connects to: libvirtd's own, as it cannot be looked up from here which daemons run. It is below
/var/run, which every system has. For a session, libvirt guesses the place where the socket would be here (remote_sockets.c).
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
@param attended whether a person may be asked. Otherwise ssh asks nothing and gives up in time.
@param sessionFolder of this user. Undefined: the user is root, who has none
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
