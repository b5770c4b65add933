import {cleanText} from '../../../source/clean-text.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';

/** Kinds that tapdisk serves: blktap2 and 3, and XenServer's own (xapi-project/blktap). */
const tapdisk = new Set(['tap', 'tap2', 'vbd3']);

/** Kinds that are counted here: by blkback in sysfs, and by QEMU. */
const counted = new Set(['vbd', 'qdisk']);

/** Why this dom0 has no counters of a disk, whatever can be read; absent: it has. */
export const noCounters = ({backend, backendDomain}: StoreDisk): string | undefined => {
	if (backendDomain !== 0) {
		return `domain ${backendDomain}, a driver domain, serves it: its counters are there`;
	}

	if (tapdisk.has(backend)) {
		return `tapdisk serves it (${backend}): its counters are not in sysfs`;
	}

	return counted.has(backend)
		? undefined
		: `its backend ${cleanText(backend)} has no counters that are known`;
};
