import {cleanText} from '../../../source/text/clean-text.ts';
import {tapdiskKinds} from '../../xenstore/backend-path.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';

/** Kinds that this dom0 counts: blkback's in sysfs, and QEMU's. */
const counted = new Set(['vbd', 'qdisk']);

/**
May QEMU, as the device model of an HVM guest, count a disk that it does not serve as a QDisk? The guest's firmware, and
an operating system without PV drivers, use the emulated disk. The disk's backend has no ring then.
*/
export const mayBeEmulated = ({backend, backendDomain, connected}: StoreDisk): boolean =>
	backendDomain === 0 && (backend === 'vbd' || (tapdiskKinds.has(backend) && connected === false));

/** Why this dom0 has no counters of a disk, whatever can be read. Undefined: dom0 counts this kind of disk. */
export const noCounters = ({backend, backendDomain}: StoreDisk): string | undefined => {
	if (backendDomain !== 0) {
		return `domain ${backendDomain}, a driver domain, serves it: its counters are there`;
	}

	if (tapdiskKinds.has(backend)) {
		return `tapdisk serves it (${backend}): its counters are not in sysfs`;
	}

	return counted.has(backend)
		? undefined
		: `its backend ${cleanText(backend)} has no counters that are known`;
};
