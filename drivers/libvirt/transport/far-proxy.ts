import type {LibvirtTarget} from './libvirt-target.ts';

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
