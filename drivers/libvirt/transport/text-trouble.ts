import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {LibvirtTarget} from './libvirt-target.ts';
import {sshDestination} from './ssh-destination.ts';
import {quotedLines} from './stray-text.ts';

type Known = {
	/** Matches the first line of what came. */
	readonly pattern: RegExp;
	/** What the speaker is, as a noun. */
	readonly what: string;
	readonly advice: (path: string) => string;
};

const wrongSocket = 'Give the socket of a daemon of libvirt, such as virtqemud-sock, or leave socket= out.';

/** What listens on sockets, by its first line, or by its answer to bytes that it does not understand. */
const speakers: readonly Known[] = [
	{pattern: /^\{ ?"QMP"/, what: 'a QEMU monitor', advice: (path) => `Use -c qmp://${path} for it.`},
	{
		pattern: /^QEMU [\d.]+.* monitor/,
		what: 'a QEMU monitor for people, not QMP',
		advice: () => 'Start the guest with -qmp unix:PATH,server=on,wait=off, and use -c qmp://PATH.',
	},
	{pattern: /^HTTP\/\d|^<!doctype html|^<html|^<\?xml/i, what: 'a web server', advice: () => wrongSocket},
	{
		pattern: /^SSH-\d/,
		what: 'an SSH server',
		advice: () => 'Write qemu+ssh://host/system to go over SSH.',
	},
	{pattern: /^RFB \d/, what: 'a VNC server', advice: () => wrongSocket},
];

/** What far shells, and programs before them, say where there is no way to libvirt. */
const farTexts: readonly (readonly [pattern: RegExp, advice: (host: string, ssh: string) => string])[] = [
	[
		/account .*(?:not available|disabled|expired|locked)|nologin|not allowed to log ?in/i,
		(_host, ssh) =>
			`Give that user a login shell, or log in as another user, until ${ssh} true prints nothing.`,
	],
	[
		/password .*expired|change your password/i,
		(_host, ssh) => `Log in once with ${ssh} and change the password.`,
	],
	[
		/(?:virt-ssh-helper|\bnc|netcat|ncat)\b.*(?:not found|unknown|unrecognized|invalid|illegal)|usage:.*\b(?:nc|ncat|netcat)\b/i,
		(host) => `Install libvirt’s daemon (virt-ssh-helper) or netcat-openbsd on ${host}.`,
	],
	[
		/^HTTP\/\d|<!doctype html|<html|<title>|^<\?xml/i,
		(host) =>
			`Look at ProxyCommand and ProxyJump for ${host} in ~/.ssh/config: a web server or proxy answers there.`,
	],
	[
		/^SSH-\d/,
		(host) => `Look at ProxyCommand and netcat= for ${host}: they lead to an SSH server, not to libvirt.`,
	],
	[
		/^\{ ?"QMP"/,
		(host) =>
			`Give the socket of a daemon of libvirt on ${host}, or leave socket= out: this is a QEMU monitor.`,
	],
];

/** The error where a unix socket said something else than libvirt's protocol. @param lines at least one line */
export const socketTextTrouble = (path: string, lines: readonly string[]): DriverError => {
	const [shown, [first = '']] = [cleanText(path, textLimits.path), lines];
	const speaker = speakers.find(({pattern}) => pattern.test(first));
	return new DriverError(
		speaker === undefined
			? `What listens on ${shown} is not libvirt: it says ${quotedLines(lines)}.`
			: `What listens on ${shown} is not libvirt but ${speaker.what}: ${quotedLines(lines)}.`,
		speaker?.advice(shown) ?? wrongSocket,
	);
};

/**
The error where a text came over ssh before libvirt's protocol, or instead of it.
@param lines at least one line
@param ended why ssh ended, by its own message. Undefined: ssh runs on, or printed nothing
*/
export const sshTextTrouble = (
	target: LibvirtTarget,
	lines: readonly string[],
	ended: DriverError | undefined,
): DriverError => {
	const [host, ssh] = [cleanText(target.host ?? 'localhost'), sshDestination(target)];
	const printed = `${host} printed text where libvirt’s protocol belongs: ${quotedLines(lines)}.`;
	const [, advice] = farTexts.find(([pattern]) => lines.some((line) => pattern.test(line))) ?? [];
	if (advice !== undefined) {
		return new DriverError(printed, advice(host, ssh));
	}

	if (ended !== undefined) {
		return new DriverError(`${ended.message} Before that ${printed}`, ended.advice);
	}

	return new DriverError(
		printed,
		`Print nothing in .bashrc and the like of ${host} where the shell is not interactive; ${ssh} true must print nothing.`,
	);
};
