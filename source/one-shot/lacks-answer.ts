import {isHostTag} from '../model/memory-tags.ts';
import type {Disk, Domain} from '../model/sample.ts';
import type {OneShotCommand} from './one-shot-command.ts';

/** Whether there are disks, and no disk has counters. */
export const haveNoCounters = (disks: readonly Disk[]): boolean =>
	disks.length > 0 && disks.every(({reason}) => reason !== undefined);

/** Whether all that the command asks for is unknown. Memory statistics from the kernel alone are no answer of the guest. */
export const lacksAnswer = (
	command: OneShotCommand,
	{memory, disks, diskSum, nics, busy}: Domain,
): boolean => {
	switch (command.name) {
		case 'dommemstat': {
			const isOfHost = (memory.stats ?? []).every(({tag}) => isHostTag(tag));
			const isUnknown =
				memory.balloon === undefined && memory.reason !== undefined && memory.currentKiB === undefined;
			return isUnknown || (isOfHost && busy !== undefined);
		}

		case 'domblkstat': {
			return diskSum && command.device === undefined
				? diskSum.reason !== undefined
				: disks === undefined || haveNoCounters(disks);
		}

		case 'domifstat': {
			return nics === undefined;
		}
	}
};
