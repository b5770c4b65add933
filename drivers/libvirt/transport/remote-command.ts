import {quoteWord} from '../../../source/text/quote-word.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';

/** Quotes one word of a command that itself stands in single quotes: `sh -c '… word …'`. */
const quoteWithinQuotes = (text: string): string => quoteWord(text).replaceAll("'", "'\\''");

/*
libvirt writes its words into single quotes within single quotes, so that the outer quotes end and begin again. A word that
needs no quoting then stands bare, and any other word is quoted twice. This is kept to the letter: a forced command of sshd
or an sshd's log then has the line it knows from virsh.
*/
const word = (text: string): string => `'${quoteWord(quoteWord(text))}'`;

const helperPart = (name: string, access: Access): string =>
	`virt-ssh-helper ${access === 'read-only' ? '-r ' : ''}${word(name)}`;

/** Netcats differ in -q. Where a netcat knows -q, the end of input must end it. */
const netcatPart = (netcat: string, socket: string): string =>
	`if ${word(netcat)} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then ARG=-q0;else ARG=;fi;` +
	`${word(netcat)} $ARG -U ${quoteWithinQuotes(socket)}`;

/**
The command for the far shell that puts a daemon's socket at the other end of ssh. It is the line virsh sends
(virnetclient.c, virNetClientSSHHelperCommand; captured from virsh 9.0.0). Unlike in libvirt, the socket's path is quoted too.
@param far what connects to the socket, and the far socket's path for netcat
*/
export const remoteCommand = (
	{name, netcat = 'nc'}: Pick<LibvirtTarget, 'name' | 'netcat'>,
	access: Access,
	{proxy, socket}: {readonly proxy: 'auto' | 'native' | 'netcat'; readonly socket: string},
): string => {
	const helper = helperPart(name, access);
	const relay = netcatPart(netcat, socket);
	if (proxy === 'auto') {
		return `sh -c 'which virt-ssh-helper 1>/dev/null 2>&1; if test $? = 0; then     ${helper}; else    ${relay}; fi'`;
	}

	return `sh -c '${proxy === 'native' ? helper : relay}'`;
};
