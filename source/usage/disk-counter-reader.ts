import type {CounterName} from '../model/counters.ts';
import type {DiskUsage} from './disk-usage.ts';

/** Gives one counter of a disk; undefined is unknown. */
export type DiskCounterReader = (usage: DiskUsage) => number | undefined;

/**
Makes the reader of a counter. The bytes of a VBD are its sectors times their size. All other counters are as the driver read
them.
*/
export const diskCounterReader = (counter: CounterName<'disk'>): DiskCounterReader =>
	counter === 'readBytes' || counter === 'writeBytes' ? (usage) => usage[counter] : ({disk}) => disk[counter];
