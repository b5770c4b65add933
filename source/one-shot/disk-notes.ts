import type {DiskUsage} from '../usage/disk-usage.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {doubtNote} from '../usage/doubt-note.ts';
import {realDomains, sectorNote} from '../usage/sector-note.ts';
import type {Usage} from '../usage/usage.ts';

/** Notes for stderr, one line each: what a person should know of numbers that `diskLines` prints in virsh's words. */
export const diskNotes = (
	usage: Usage,
	found: DomainUsage,
	disks: readonly DiskUsage[],
): readonly string[] => {
	const isWaited = disks.some(({disk}) => disk.errors === undefined && disk.waitedRequests !== undefined);
	const note = realDomains(usage).includes(found) && sectorNote([{domain: found.domain, disks}]);
	const doubt = doubtNote([{domain: found.domain, disks}]);
	return [
		...(isWaited
			? [
					"errs is libvirt's name for requests that waited for a free slot of the ring (Xen's oo_req), not errors.",
				]
			: []),
		...(note ? [note] : []),
		...(doubt === undefined ? [] : [doubt]),
	];
};
