import type {LibvirtTarget} from './libvirt-target.ts';

/** Whether ssh may ask a person at the terminal. */
export const mayAskAtTerminal = ({transport, noTty}: Pick<LibvirtTarget, 'transport' | 'noTty'>): boolean =>
	transport === 'ssh' && !noTty;

/** Seconds. `attended` gives a person time to type. sshd itself gives up after 120 (LoginGraceTime). */
const timeoutSeconds = {unix: 10, alone: 20, attended: 150} as const;

/** Seconds in which a connection must be open, from its start until libvirt has answered for the first time. */
export const openTimeoutSeconds = (
	target: Pick<LibvirtTarget, 'transport' | 'noTty'>,
	attended: boolean,
): number =>
	target.transport === 'unix'
		? timeoutSeconds.unix
		: attended && mayAskAtTerminal(target)
			? timeoutSeconds.attended
			: timeoutSeconds.alone;
