import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import type {LibvirtTarget} from './libvirt-target.ts';

/** The command with which a person reaches the same host, for advice: `ssh -p 2222 root@host`. */
export const sshDestination = ({host = 'localhost', user, port, keyfile}: LibvirtTarget): string =>
	cleanText(
		[
			'ssh',
			...(port === undefined ? [] : [`-p ${port}`]),
			...(keyfile === undefined ? [] : [`-i ${keyfile}`]),
			user === undefined ? host : `${user}@${host}`,
		].join(' '),
		textLimits.path,
	);
