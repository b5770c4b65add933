import {quoteWord} from '../../../source/text/quote-word.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';

/** One word of a command that itself stands in single quotes: `sh -c '… word …'`. */
const quoteWithinQuotes = (text: string): string => quoteWord(text).replaceAll("'", "'\\''");

/*
libvirt writes its words into single quotes that stand within single quotes, so that these end and begin again. A word
that needs no quoting then stands bare, any other is quoted twice. Kept to the letter, so that a forced command of
sshd or an sshd's log has the line it knows from virsh.
*/
const word = (text: string): string => `'${quoteWord(quoteWord(text))}'`;

const helperPart = (name: string, access: Access): string =>
	`virt-ssh-helper ${access === 'read-only' ? '-r ' : ''}${word(name)}`;

/** Netcats differ in -q: where it is known, the end of input must end them. */
const netcatPart = (netcat: string, socket: string): string =>
	`if ${word(netcat)} -q 2>&1 | grep "requires an argument" >/dev/null 2>&1; then ARG=-q0;else ARG=;fi;` +
	`${word(netcat)} $ARG -U ${quoteWithinQuotes(socket)}`;

/**
What the shell of the far side is to run so that a daemon's socket is at the other end of ssh: the line virsh sends
(virnetclient.c, virNetClientSSHHelperCommand; captured from virsh 9.0.0). Unlike libvirt's, the socket's path is quoted too.
@param far what connects, and the socket over there, for netcat.
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
