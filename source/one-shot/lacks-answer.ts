import type {OneShot} from '../one-shot.ts';
import type {Domain} from '../sample.ts';

/** Is what the command asks for unknown as a whole? What the kernel alone tells of the memory is no answer of the guest. */
export const lacksAnswer = (command: OneShot, {memory, disks, nics}: Domain): boolean => {
	switch (command.name) {
		case 'dommemstat': {
			return (
				memory.balloon === undefined &&
				memory.reason !== undefined &&
				memory.currentKiB === undefined &&
				(memory.stats ?? []).every(({tag}) => tag === 'rss')
			);
		}

		case 'domblkstat': {
			return disks === undefined;
		}

		case 'domifstat': {
			return nics === undefined;
		}
	}
};
