import type {Disk, ProblemReport} from '../../source/model/sample.ts';
import {unreadableReasons} from './backend/vbd-reader.ts';

/** One report for all disks of a domain whose counters should exist and cannot be read. Undefined: no disk has this. */
export const deviceTrouble = (
	domain: string,
	name: string,
	disks: readonly Disk[] | undefined,
): ProblemReport | undefined => {
	const [first, ...others] = disks?.filter(({reason}) => reason && unreadableReasons.has(reason)) ?? [];
	if (!first) {
		return undefined;
	}

	const more = others.length === 0 ? '' : ` and ${others.length} more`;
	return {
		kind: 'devices',
		domain,
		message: `The counters of ${first.name}${more} of ${name} cannot be read: ${first.reason}.`,
		advice: 'Look into /sys/bus/xen-backend/devices; the other devices are shown.',
	};
};
