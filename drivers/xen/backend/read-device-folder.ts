import {type Refusal, readFolder} from '../../linux/read-file.ts';
import {rooted} from '../../linux/rooted.ts';
import type {DeviceFolder} from './backend.ts';

/** The kernel lists here the devices of its backends (drivers/xen/xenbus/xenbus_probe_backend.c): <type>-<domid>-<devid>. */
export const deviceFolder = '/sys/bus/xen-backend/devices';

const reasons: Readonly<Record<Refusal, string>> = {
	absent: `there is no ${deviceFolder}: the kernel of this host serves no Xen domains`,
	denied: `${deviceFolder} may not be read: permission denied`,
	failed: `${deviceFolder} cannot be read`,
};

const largestDevid = 2 ** 31 - 1;

/**
Lists the devices that dom0 serves: blkback's VBDs, netback's vifs, and the QDisks of its QEMUs. Consoles, 9p shares and
all other devices are left out, and so are names that no kernel writes.
*/
export const readDeviceFolder = (root: string): DeviceFolder => {
	const names = readFolder(rooted(root, deviceFolder));
	if ('refusal' in names) {
		return {reason: reasons[names.refusal]};
	}

	const devices = new Map<number, {readonly vbds: number[]; readonly vifs: number[]; qdisks?: number[]}>();
	for (const name of names.value) {
		const [, type, domid, devid] =
			/^(vbd|vif|qdisk)-(0|[1-9][0-9]{0,4})-(0|[1-9][0-9]{0,9})$/.exec(name) ?? [];
		if (type !== undefined && Number(devid) <= largestDevid) {
			const domain = devices.get(Number(domid)) ?? {vbds: [], vifs: []};
			devices.set(Number(domid), domain);
			if (type === 'qdisk') {
				domain.qdisks = [...(domain.qdisks ?? []), Number(devid)];
			} else {
				domain[type === 'vbd' ? 'vbds' : 'vifs'].push(Number(devid));
			}
		}
	}

	for (const {vbds, vifs, qdisks} of devices.values()) {
		for (const devids of [vbds, vifs, qdisks]) {
			devids?.sort((one, other) => one - other);
		}
	}

	return {devices};
};
