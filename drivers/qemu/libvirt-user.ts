import {statSync} from 'node:fs';
import {attempt} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';

/** libvirt gives this folder to the user that it starts QEMU as (qemu_driver.c, qemuStateInitialize). */
const folder = '/var/lib/libvirt/qemu';

/** Names of that user on Debian and its derivatives, and on Fedora and its derivatives. */
const usualNames = new Set(['libvirt-qemu', 'qemu']);

/**
Tells whether the system's libvirt starts QEMU as this user. The owner of libvirt's folder decides. Where the folder may
not be looked at, the user's name decides. @param nameOf the name of a user id. @throws ExhaustedError
*/
export const createLibvirtUser = (
	root: string,
	nameOf: (user: number) => string | undefined,
): ((user: number) => boolean) => {
	const stats = attempt(() => statSync(rooted(root, folder)));
	const owner = 'value' in stats ? stats.value.uid : undefined;
	return (user) => (owner === undefined ? usualNames.has(nameOf(user) ?? '') : user === owner);
};
