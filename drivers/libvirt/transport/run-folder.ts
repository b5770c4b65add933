import {existsSync} from 'node:fs';
import {rooted} from '../../linux/rooted.ts';

/** Where the system's daemons have their sockets: /run/libvirt, or /var/run/libvirt where only that is there. */
export const runFolder = (root: string): string =>
	['/run/libvirt', '/var/run/libvirt'].find((folder) => existsSync(rooted(root, folder))) ?? '/run/libvirt';
