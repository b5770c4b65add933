import {statSync} from 'node:fs';
import {attempt} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';

/** libvirt gives it to the user whom it starts QEMU as (qemu_driver.c, qemuStateInitialize). */
const folder = '/var/lib/libvirt/qemu';

/** Of Debian and its kin, and of Fedora and its. */
const usualNames = new Set(['libvirt-qemu', 'qemu']);

/**
Is it the user whom the system's libvirt starts QEMU as? The owner of its folder says so; where that may not be looked at, the
user's name. @param nameOf of a user id. @throws ExhaustedError
*/
export const createLibvirtUser = (
	root: string,
	nameOf: (user: number) => string | undefined,
): ((user: number) => boolean) => {
	const stats = attempt(() => statSync(rooted(root, folder)));
	const owner = 'value' in stats ? stats.value.uid : undefined;
	return (user) => (owner === undefined ? usualNames.has(nameOf(user) ?? '') : user === owner);
};
